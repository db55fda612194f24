"""Which operations AWS's models know, with how many constraints. Reads ["lambda:GetFunction", ...], writes {name: [of the input, of the output]}."""

import json
import sys

sys.path.insert(0, sys.argv[1])
from call_names import model_name, service_model  # noqa: E402
from judge.constraints import rules  # noqa: E402


def judged(shape, seen):
    """Members that the judge looks at, and of these, those that are bound by more than their type."""
    if shape is None or shape.name in seen:
        return 0
    seen = {*seen, shape.name}
    parts = list(shape.members.values()) if shape.type_name == "structure" else []
    parts += [getattr(shape, part) for part in ("member", "key", "value") if hasattr(shape, part)]
    required = len(getattr(shape, "required_members", []))
    return len(rules(shape)) + required + sum(judged(part, seen) for part in parts)


def known(name):
    service, operation = name.split(":")
    model = service_model(model_name(service, "/"))
    if model is None or operation not in model.operation_names:
        return None
    found = model.operation_model(operation)
    return [judged(found.input_shape, set()), judged(found.output_shape, set())]


json.dump({name: known(name) for name in json.load(sys.stdin)}, sys.stdout)
