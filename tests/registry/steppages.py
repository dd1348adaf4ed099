"""The pages of the steps as a clerk handles them: opened, looked at, ticked, sent."""

from urllib.parse import parse_qs, urlsplit

from django.urls import reverse

from registry.evidence import named


def step_address(name, *rows):
    """The page of a step for these rows, all of one kind."""
    meta = rows[0]._meta
    page = reverse(f"admin:{meta.app_label}_{meta.model_name}_step", args=[name])
    return f"{page}?ids={','.join(str(row.pk) for row in rows)}"


def look(client, address):
    """What the form on the page carries unseen, with every row of the address ticked, offered or not; for a page that
    does not open, what somebody would make up."""
    page = client.get(address)
    kind = urlsplit(address).path.split("/")[3]
    ids = parse_qs(urlsplit(address).query)["ids"][0].split(",")
    return {"row": [f"{kind}-{pk}" for pk in ids], "looked": page.context["looked"] if page.status_code == 200 else ""}


def send(client, address, **told):
    """Open the page of a step, and send its form at once; ``row`` are those to tick, else all of them."""
    if "row" in told:
        told["row"] = [named(row) for row in told["row"]]
    return client.post(address, look(client, address) | {"reason": "试一试"} | told)


def take(client, name, *rows, **told):
    """One step for these rows."""
    return send(client, step_address(name, *rows), **told)
