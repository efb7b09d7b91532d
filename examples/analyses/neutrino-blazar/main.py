"""Blazars inside the error circle of a neutrino."""

from math import asin, cos, degrees, pi, radians, sin, sqrt

import lookback

SKY_DEG2 = 4 * pi * degrees(1) ** 2


def separation_deg(ra1, dec1, ra2, dec2):
    """Haversine of the angle between two positions, all in degrees."""
    north = sin(radians(dec2 - dec1) / 2) ** 2
    east = sin(radians(ra2 - ra1) / 2) ** 2 * cos(radians(dec1)) * cos(radians(dec2))
    return degrees(2 * asin(min(1.0, sqrt(north + east))))


def direction(notices):
    """The newest direction that has an error radius."""
    told = [
        n
        for n in notices
        if n["ra_deg"] is not None and n["error_deg"] and not n.get("superseded")
    ]
    return max(told, key=lambda n: n["known_at"], default=None)


def analyse(item, call):
    event = item["event"]
    newest = direction(item["notices"])
    if newest is None or event["retracted"]:
        return
    radius = newest["error_deg"]
    if radius > call.parameters["largest_error_deg"]:
        return
    blazars = call.inputs["blazars"]
    expected = len(blazars) * pi * radius**2 / SKY_DEG2
    subject = f"events/{event['event']}"
    near = [
        (separation_deg(newest["ra_deg"], newest["dec_deg"], b["ra_deg"], b["dec_deg"]), b)
        for b in blazars
    ]
    found = sorted((pair for pair in near if pair[0] <= radius), key=lambda pair: pair[0])
    if not found:
        return
    names = ", ".join(b["name"] for _, b in found)
    yield lookback.select(
        subject,
        reason=f"{names} within {radius:.2f} deg, where chance puts {expected:.1g} of {len(blazars)}",
        score=expected,
    )
    for separation, blazar in found:
        yield lookback.statement(
            subject,
            "possible_counterpart",
            qualifier=blazar["name"],
            value_text=blazar["name"],
            value_number=separation,
            unit="deg",
            detail={"redshift": blazar["redshift"], "expected_by_chance": expected},
        )
    yield lookback.decision(subject, "observe", f"{names} lies inside its error circle.")


lookback.run(analyse)
