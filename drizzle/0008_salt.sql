-- Anyone may read a batch's digest, and a batch that says little could be guessed from it: random bytes are part of it now.
alter table batch add column salt bytea;
