"""The protocol between Lookback and an analysis in Python: copy this file into its folder.

    import lookback

    def analyse(item, call):
        if item["object"]["alerts"] > call.parameters["fewest"]:
            yield lookback.select("objects/ztf/ZTF18abc", reason="often seen")

    lookback.run(analyse)

`item` is one item of the input that the manifest's `each` names, else the dictionary of all inputs. What is printed goes to the
log. An analysis must answer a call the same whatever was called before: use `call.known` for the present and `call.random`
for random numbers. Python 3.9 or newer, standard library alone.
"""

import json
import random
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """What comes with an item: the moment it is at there (ISO 8601 of UTC), parameters, inputs that come whole."""

    key: str
    known: str
    parameters: dict
    inputs: dict
    random: random.Random


def select(subject, reason=None, score=None):
    said = {"select": subject, "reason": reason, "score": score}
    return {name: value for name, value in said.items() if value is not None}


def statement(subject, property, **said):
    """`said` may hold qualifier, value_text, value_number, unit, detail."""
    given = {name: value for name, value in said.items() if value is not None}
    return {"statement": {"subject": subject, "property": property, **given}}


def decision(subject, action, reason):
    return {"decision": {"subject": subject, "action": action, "reason": reason}}


def row(table, **columns):
    return {"table": table, "row": columns}


def run(analyse):
    """Answers calls until there are no more."""
    answers, sys.stdout = sys.stdout, sys.stderr

    def write(value):
        answers.write(json.dumps(value, allow_nan=False) + "\n")

    setting = json.loads(sys.stdin.readline())
    for line in sys.stdin:
        given = json.loads(line)
        key, item = given["key"], given["item"]
        call = Call(
            key,
            given["known"],
            setting["parameters"],
            setting["inputs"],
            random.Random(f"{setting['seed']} {key}"),
        )
        for output in analyse(call.inputs if item is None else item, call) or ():
            write({"emit": output})
        write({"done": key})
        answers.flush()
