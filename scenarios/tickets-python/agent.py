#!/usr/bin/env python3
"""A support desk clerk in plain Python: Chat Completions over http.client, the stream read line by line.

The task comes as the last argument or on stdin, the answer goes to stdout, all else to stderr.
"""

import http.client
import json
import os
import sys
from urllib.parse import urlsplit

# An agent that runs in somebody's checkout leaves no __pycache__ behind.
sys.dont_write_bytecode = True

from tickets import TOOLS, call_tool  # noqa: E402

STEPS_MAX = 8
TIMEOUT_SECONDS = 60
INSTRUCTIONS = """You are the clerk of a support desk. Classify each ticket first, by what it is about and how urgent it is.
Then write the customer one short reply in the name of the team the ticket went to.
Promise only what the tools told you. Never touch a ticket whose number you do not know: ask for it.
Finish with one sentence that says what you did."""


def stream_chat(messages):
    """Sends one request and yields the JSON chunks of the answer; fails unless the stream reached its end."""
    base = urlsplit(os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1"))
    connect = http.client.HTTPSConnection if base.scheme == "https" else http.client.HTTPConnection
    connection = connect(base.netloc, timeout=TIMEOUT_SECONDS)
    body = {"model": "gpt-4o-mini", "temperature": 0, "messages": messages, "tools": TOOLS, "stream": True}
    headers = {"Authorization": f"Bearer {os.environ.get('OPENAI_API_KEY', '')}", "Content-Type": "application/json"}
    try:
        connection.request("POST", base.path.rstrip("/") + "/chat/completions", json.dumps(body, ensure_ascii=False).encode(), headers)
        response = connection.getresponse()
        if response.status != 200:
            raise RuntimeError(f"the model server answered {response.status}: {response.read(2000).decode('utf-8', 'replace')}")
        for line in response:
            if not line.startswith(b"data:"):
                continue
            data = line[5:].strip()
            if data == b"[DONE]":
                return
            yield json.loads(data)
        raise RuntimeError("the stream ended before the answer did")
    finally:
        connection.close()


def ask(messages):
    """Folds one streamed answer into a message of the assistant. Only a whole answer is returned."""
    text, calls, finish_reason = "", {}, None
    for chunk in stream_chat(messages):
        if "error" in chunk:
            raise RuntimeError(f"the model server failed in mid-stream: {chunk['error'].get('message')}")
        for choice in chunk["choices"]:
            delta = choice["delta"]
            text += delta.get("content") or ""
            for piece in delta.get("tool_calls") or []:
                call = calls.setdefault(piece["index"], {"id": "", "type": "function", "function": {"name": "", "arguments": ""}})
                call["id"] = call["id"] or piece.get("id", "")
                function = piece.get("function", {})
                call["function"]["name"] = call["function"]["name"] or function.get("name", "")
                call["function"]["arguments"] += function.get("arguments", "")
            finish_reason = choice.get("finish_reason") or finish_reason
    if finish_reason not in ("stop", "tool_calls"):
        raise RuntimeError(f"the model did not finish its answer ({finish_reason})")
    message = {"role": "assistant", "content": text or None}
    if calls:
        message["tool_calls"] = [calls[index] for index in sorted(calls)]
    return message


def work(task):
    messages = [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": task}]
    for _ in range(STEPS_MAX):
        message = ask(messages)
        if "tool_calls" not in message:
            return message["content"]
        messages.append(message)
        for call in message["tool_calls"]:
            name, arguments = call["function"]["name"], json.loads(call["function"]["arguments"])
            print(f"· {name} {arguments}", file=sys.stderr)
            result = json.dumps(call_tool(name, arguments), ensure_ascii=False)
            messages.append({"role": "tool", "tool_call_id": call["id"], "content": result})
    raise RuntimeError(f"no answer after {STEPS_MAX} steps")


def main():
    # The answer is UTF-8 wherever the agent runs, also where the locale says otherwise.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    task = (sys.argv[-1] if len(sys.argv) > 1 else sys.stdin.read()).strip()
    try:
        if not task:
            raise RuntimeError("no task: pass it as the last argument, or on stdin")
        print(work(task))
    except (RuntimeError, OSError, ValueError, http.client.HTTPException) as error:
        print(f"tickets agent: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
