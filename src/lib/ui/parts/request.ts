/** What a shell is asked to put in place of a token. */
const token = '$LOOKBACK_TOKEN';

/** What to type to ask for an address; `isOwn` where the answer is for who holds a token. */
export function curlOf(address: string, isOwn: boolean): string {
	const header = isOwn ? `-H "Authorization: Bearer ${token}" ` : '';
	return `curl --fail --silent --show-error ${header}'${quotable(address)}'`;
}

/** What to type to have a procedure done, with its input. */
export function curlOfAct(address: string, input: object): string {
	const body = JSON.stringify(input).replaceAll("'", '\\u0027');
	return `curl --fail --silent --show-error -H "Authorization: Bearer ${token}" -H 'Content-Type: application/json' --data '${body}' '${quotable(address)}'`;
}

/** A Python program that asks for a page's JSON and for its table, as a data frame. */
export function pythonOf(
	{ json, csv }: { readonly json: string; readonly csv: string },
	isOwn: boolean
): string {
	const [imports, headers] = isOwn
		? ['import io\nimport os', `headers = {'Authorization': f"Bearer {os.environ['LOOKBACK_TOKEN']}"}\n\n\n`]
		: ['import io', '\n'];
	return `${imports}

import pandas as pd
import requests

${headers}def ask(address):
    answer = requests.get(address, ${isOwn ? 'headers=headers, ' : ''}timeout=60)
    answer.raise_for_status()
    return answer


page = ask('${quotable(json)}').json()
table = pd.read_csv(io.StringIO(ask('${quotable(csv)}').text))
`;
}

/** An address within single quotes: a path may hold them. */
function quotable(address: string): string {
	return address.replaceAll("'", '%27');
}
