"""A second, independent judge of what goes between a bot and the sandbox: the models of the Bot API that aiogram has.

The sandbox's own rules and this project's own gateway could share a mistake. So every request and every answer of a
test is read once more by another library's types, and their keys are compared with the types' fields, level by level:
the models themselves let unknown keys through.
"""

from __future__ import annotations

import inspect
import json
from functools import cache
from types import NoneType
from typing import Any, get_args

import aiogram.methods
from aiogram.methods.base import Response, TelegramMethod
from aiogram.types import Chat
from pydantic import BaseModel, ValidationError

from bot.sandbox.calls import Call

METHODS: dict[str, type[TelegramMethod[Any]]] = {
    method.__api_method__.lower(): method
    for _, method in inspect.getmembers(aiogram.methods, inspect.isclass)
    if issubclass(method, TelegramMethod) and method is not TelegramMethod
}
"""aiogram's methods by their names in lower case, as the call log has them."""

UNDOCUMENTED = {(Chat, "all_members_are_administrators")}
"""What the open server sends besides the documentation (``JsonChat`` in ``Client.cpp``)."""

GATEWAYS = (502, 503, 504)
"""Statuses with which a server in front of Telegram's answers, in HTML."""


def offences(call: Call, *, request: bool = True, put_in: tuple[Any, ...] = ()) -> list[str]:
    """What is wrong with a call that is over, as sentences: in its ``request`` (unless told otherwise) and its answer.

    ``put_in`` are values of updates that a test has queued by itself; they are not judged.
    """
    method = METHODS.get(call.method)
    if method is None:
        return [f"{call.method}: there is no such method"]
    found = _of_request(method, call) if request else []
    if call.status:
        found += _of_answer(method, call, put_in)
    return [f"{method.__api_method__}, call {call.serial}: {offence}" for offence in found]


def _of_request(method: type[TelegramMethod[Any]], call: Call) -> list[str]:
    given = {name: _structure(method, name, value) for name, value in call.parameters.items()}
    for upload in call.files:
        if upload in method.model_fields:
            given.setdefault(upload, f"attach://{upload}")
    return _compared(method, given, "request")


def _structure(method: type[TelegramMethod[Any]], name: str, value: Any) -> Any:
    """A parameter that came as JSON text, as a structure; a text stays one."""
    field = method.model_fields.get(name)
    if field is None or not isinstance(value, str) or value[:1] not in ("[", "{"):
        return value
    if field.annotation is str or set(get_args(field.annotation)) <= {str, NoneType}:
        return value
    return json.loads(value)


def _of_answer(method: type[TelegramMethod[Any]], call: Call, put_in: tuple[Any, ...]) -> list[str]:
    answer = call.answer
    if isinstance(answer, str):
        return [] if call.status in GATEWAYS else [f"a page of HTML with status {call.status}"]
    answer = json.loads(json.dumps(answer))
    if not answer.get("ok"):
        missing = {"ok", "error_code", "description"} - answer.keys()
        wrong = [f"answer: {name} is missing" for name in sorted(missing)]
        if answer.get("error_code") != call.status:
            wrong.append(f"answer: error_code is {answer.get('error_code')}, the status {call.status}")
        return wrong + _compared(_response(bool), answer, "answer")
    if call.status != 200 or answer.keys() != {"ok", "result"}:
        return [f"answer: status {call.status} with {sorted(answer)}"]
    if call.method == "getupdates":
        answer["result"] = [update for update in answer["result"] if not any(update[kind] in put_in for kind in update)]
    return _compared(_response(method.__returning__), answer, "answer")


@cache
def _response(returning: Any) -> type[BaseModel]:
    """The model of a whole answer."""
    return Response[returning]


def _compared(model: type[BaseModel], given: Any, where: str) -> list[str]:
    """What of JSON is missing or wrong for a model, or unknown to it, at any depth."""
    try:
        read = model.model_validate(given)
    except ValidationError as error:
        return [f"{where}: {'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
    return _unknown(given, read, where)


def _unknown(given: Any, read: Any, where: str) -> list[str]:
    if isinstance(read, BaseModel) and isinstance(given, dict):
        fields = _fields(type(read))
        found = []
        for key, value in given.items():
            if key in fields:
                found += _unknown(value, getattr(read, fields[key]), f"{where}.{key}")
            elif (type(read), key) not in UNDOCUMENTED:
                found.append(f"{where}.{key}: {type(read).__name__} has no such field")
        return found
    if isinstance(read, list | tuple) and isinstance(given, list):
        pairs = zip(given, read, strict=True)
        return [each for at, (one, other) in enumerate(pairs) for each in _unknown(one, other, f"{where}.{at}")]
    return [f"{where}: nothing is known of what is inside"] if isinstance(given, dict | list) else []


@cache
def _fields(model: type[BaseModel]) -> dict[str, str]:
    """Names as they stand in JSON, and the attributes that they are read into."""
    return {field.alias or name: name for name, field in model.model_fields.items()}
