/** What to type to ask for an address. */
export function curlOf(address: string): string {
	return `curl --fail --silent --show-error '${quotable(address)}'`;
}

/** A Python program that asks for a page's JSON and for its table, as a data frame. */
export function pythonOf({ json, csv }: { readonly json: string; readonly csv: string }): string {
	return `import io

import pandas as pd
import requests


def ask(address):
    answer = requests.get(address, timeout=60)
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
