"""The support desk: two tools over data that live as long as the process, or behind REHEARSAL_TOOLS_URL where that is set."""

import http.client
import json
import os
import urllib.error
import urllib.request

TEAMS = {"billing": ("Billing", 8), "technical": ("Technical", 4), "delivery": ("Delivery", 24), "other": ("Front desk", 48)}
URGENCIES = ("low", "normal", "high")

_classified = {}


def _describe(name, description, properties):
    parameters = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


_TICKET_ID = {"type": "string", "description": "The number of the ticket, for example T-101"}

TOOLS = [
    _describe(
        "classify_ticket",
        "Files a ticket with the team that handles its category. Says which team that is and how fast it answers.",
        {"ticket_id": _TICKET_ID, "category": {"type": "string", "enum": list(TEAMS)}, "urgency": {"type": "string", "enum": list(URGENCIES)}},
    ),
    _describe("write_reply", "Sends the customer one reply. The ticket must have been classified.", {"ticket_id": _TICKET_ID, "text": {"type": "string"}}),
]


def classify_ticket(ticket_id, category, urgency):
    if category not in TEAMS or urgency not in URGENCIES:
        return {"error": f"unknown category or urgency: {category}, {urgency}"}
    if ticket_id in _classified:
        return {"error": f"ticket {ticket_id} is filed already"}
    team, hours = TEAMS[category]
    _classified[ticket_id] = team
    return {"ticket_id": ticket_id, "team": team, "answer_within_hours": hours // 2 if urgency == "high" else hours}


def write_reply(ticket_id, text):
    if ticket_id not in _classified:
        return {"error": f"ticket {ticket_id} is not classified yet"}
    return {"reply_id": f"RE-{ticket_id}", "characters": len(text)}


def call_tool(name, arguments):
    """Runs one tool; a mistake of the model comes back as `error`, so that the model can correct it."""
    url = os.environ.get("REHEARSAL_TOOLS_URL")
    if url:
        return _post(f"{url}/{name}", arguments)
    tool = {"classify_ticket": classify_ticket, "write_reply": write_reply}.get(name)
    if tool is None:
        return {"error": f"there is no tool {name}"}
    try:
        return tool(**arguments)
    except TypeError as error:
        return {"error": f"wrong arguments for {name}: {error}"}


def _post(url, arguments):
    request = urllib.request.Request(url, json.dumps(arguments).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        told = json.load(error)
        return {"error": f"{told.get('error_code', error.code)}: {told.get('error_message', 'the tool failed')}"}
    except (OSError, ValueError, http.client.HTTPException):
        return {"error": "the tool gave no answer"}
