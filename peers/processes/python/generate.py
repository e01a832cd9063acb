"""Generates process models from blocks, one JSON line each: {"id", "kinds", "x", "xml"}.

Tasks are written as `@TASK id@`; each engine puts its own kind of plain task there.
"""

import json
import random
import sys

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">'
    '<error id="E1" name="E1" errorCode="E1"/><error id="E2" name="E2" errorCode="E2"/>'
    '<escalation id="U1" name="U1" escalationCode="U1"/><signal id="S1" name="S1"/>'
)


class Model:
    def __init__(self, seed, peer):
        self.random = random.Random(seed)
        self.peer = peer
        self.count = 0
        self.kinds = {}
        self.budget = self.random.randint(3, 14)

    def id(self, prefix):
        self.count += 1
        return f"{prefix}{self.count}"

    def seen(self, kind):
        self.kinds[kind] = self.kinds.get(kind, 0) + 1

    def flow(self, source, target, condition=""):
        inner = f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression>' if condition else ""
        name = self.id("f")
        return name, f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'

    def scope(self, depth, end="", more="", tail_end_only=False):
        """The inside of a process or sub-process with one start and one end."""
        start, stop = self.id("start"), self.id("end")
        first, last, body = self.block(depth)
        return (
            f'<startEvent id="{start}"/><endEvent id="{stop}">{end}</endEvent>{more}{body}'
            + self.flow(start, first)[1]
            + self.flow(last, stop)[1]
        )

    def task(self):
        name = self.id("t")
        self.seen("task")
        return name, name, f"@TASK {name}@"

    def block(self, depth):
        self.budget -= 1
        if depth <= 0 or self.budget <= 0:
            return self.task()
        kinds = ["task", "sequence", "sequence", "exclusive", "parallel", "inclusive", "sub", "multi", "loop",
                 "error", "escalation", "error_sub", "terminate", "signal"]
        return getattr(self, "make_" + self.random.choice(kinds).replace("make_", ""))(depth)

    def make_task(self, depth):
        return self.task()

    def make_sequence(self, depth):
        self.seen("sequence")
        blocks = [self.block(depth - 1) for _ in range(self.random.randint(2, 3))]
        body = "".join(block[2] for block in blocks)
        for one, other in zip(blocks, blocks[1:]):
            body += self.flow(one[1], other[0])[1]
        return blocks[0][0], blocks[-1][1], body

    def split(self, kind, depth, conditions):
        self.seen(kind)
        tag = kind + "Gateway"
        opened, closed = self.id("g"), self.id("g")
        count = self.random.randint(2, 3)
        body, default = "", ""
        for index in range(count):
            first, last, inner = self.block(depth - 1)
            is_default = conditions and index == count - 1
            condition = f"x &lt; {self.random.randint(0, 4)}" if conditions and not is_default else ""
            name, flow = self.flow(opened, first, condition)
            if is_default:
                default = f' default="{name}"'
            body += inner + flow + self.flow(last, closed)[1]
        return opened, closed, f'<{tag} id="{opened}"{default}/><{tag} id="{closed}"/>' + body

    def make_exclusive(self, depth):
        return self.split("exclusive", depth, True)

    def make_parallel(self, depth):
        return self.split("parallel", depth, False)

    def make_inclusive(self, depth):
        return self.split("inclusive", depth, True)

    def make_sub(self, depth):
        self.seen("subProcess")
        name = self.id("p")
        return name, name, f'<subProcess id="{name}">{self.scope(depth - 1)}</subProcess>'

    def make_multi(self, depth):
        sequential = self.random.choice(["true", "false"])
        self.seen("multiInstance_" + ("sequential" if sequential == "true" else "parallel"))
        number = self.random.randint(1, 3)
        marker = (
            f'<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality '
            f'xsi:type="tFormalExpression">{number}</loopCardinality></multiInstanceLoopCharacteristics>'
        )
        name = self.id("p")
        return name, name, f'<subProcess id="{name}">{marker}{self.scope(depth - 1)}</subProcess>'

    def make_loop(self, depth):
        self.seen("standardLoop")
        number = self.random.randint(1, 3)
        name = self.id("p")
        marker = (
            f'<standardLoopCharacteristics loopMaximum="{number}"><loopCondition '
            f'xsi:type="tFormalExpression">x &gt;= 0</loopCondition></standardLoopCharacteristics>'
        )
        return name, name, f'<subProcess id="{name}">{marker}{self.scope(depth - 1)}</subProcess>'

    def bordered(self, depth, kind, inner, boundary):
        """A sub-process with a boundary event; both ways meet again."""
        self.seen(kind)
        name, event, meet = self.id("p"), self.id("b"), self.id("g")
        first, last, other = self.block(depth - 1)
        body = f'<subProcess id="{name}">{inner}</subProcess>'
        body += boundary.format(id=event, host=name) + f'<exclusiveGateway id="{meet}"/>' + other
        body += self.flow(event, first)[1] + self.flow(last, meet)[1] + self.flow(name, meet)[1]
        return name, meet, body

    def make_error(self, depth):
        thrown = self.random.choice(["E1", "E1", "E2"])
        caught = self.random.choice(["E1", "none"]) if thrown == "E1" else "none"
        inner = self.scope(depth - 1, end=f'<errorEventDefinition errorRef="{thrown}"/>')
        reference = ' errorRef="E1"' if caught == "E1" else ""
        boundary = '<boundaryEvent id="{id}" attachedToRef="{host}"><errorEventDefinition' + reference + "/></boundaryEvent>"
        return self.bordered(depth, "errorBoundary", inner, boundary)

    def make_escalation(self, depth):
        inner = self.scope(depth - 1, end='<escalationEventDefinition escalationRef="U1"/>')
        boundary = (
            '<boundaryEvent id="{id}" attachedToRef="{host}" cancelActivity="true">'
            '<escalationEventDefinition escalationRef="U1"/></boundaryEvent>'
        )
        return self.bordered(depth, "escalationBoundary", inner, boundary)

    def make_error_sub(self, depth):
        self.seen("eventSubProcess")
        name, sub, start, stop = self.id("p"), self.id("p"), self.id("start"), self.id("end")
        first, last, body = self.block(depth - 1)
        handler = (
            f'<subProcess id="{sub}" triggeredByEvent="true"><startEvent id="{start}">'
            f'<errorEventDefinition errorRef="E1"/></startEvent><endEvent id="{stop}"/>{body}'
            + self.flow(start, first)[1] + self.flow(last, stop)[1] + "</subProcess>"
        )
        inner = self.scope(depth - 1, end='<errorEventDefinition errorRef="E1"/>', more=handler)
        return name, name, f'<subProcess id="{name}">{inner}</subProcess>'

    def make_terminate(self, depth):
        self.seen("terminate")
        name = self.id("p")
        inner = self.scope(depth - 1, end="<terminateEventDefinition/>")
        return name, name, f'<subProcess id="{name}">{inner}</subProcess>'

    def make_signal(self, depth):
        self.seen("signalThrow")
        name = self.id("s")
        first, last, body = self.block(depth - 1)
        event = f'<intermediateThrowEvent id="{name}"><signalEventDefinition signalRef="S1"/></intermediateThrowEvent>'
        return name, last, event + body + self.flow(name, first)[1]


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    for index in range(count):
        model = Model(seed * 1_000_003 + index, None)
        xml = HEAD + f'<process id="p0" isExecutable="true">{model.scope(4)}</process></definitions>'
        line = {"id": index, "kinds": model.kinds, "x": model.random.randint(0, 4), "xml": xml}
        print(json.dumps(line))


if __name__ == "__main__":
    main()
