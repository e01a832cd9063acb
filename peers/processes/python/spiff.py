"""Runs generated models with SpiffWorkflow and writes the tasks done, one JSON line for each model."""

import json
import logging
import re
import sys

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.util.task import TaskState

logging.disable(logging.CRITICAL)
STEPS_MAX = 3_000


class Engine(PythonScriptEngine):
    """Notes each script task instead of running its text."""

    def __init__(self, trace):
        super().__init__()
        self.trace = trace

    def execute(self, task, script, external_context=None):
        self.trace.append(script.strip())
        return True


def run(model):
    xml = re.sub(r"@TASK (\w+)@", r'<scriptTask id="\1"><script>\1</script></scriptTask>', model["xml"])
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(xml.encode()))
    spec = parser.get_spec("p0")
    trace = []
    workflow = BpmnWorkflow(spec, parser.get_subprocess_specs("p0"), script_engine=Engine(trace))
    workflow.task_tree.data["x"] = model["x"]
    for _ in range(STEPS_MAX):
        ready = workflow.get_tasks(state=TaskState.READY)
        if not ready:
            workflow.refresh_waiting_tasks()
            ready = workflow.get_tasks(state=TaskState.READY)
            if not ready:
                break
        ready[0].run()
    return {"id": model["id"], "trace": trace, "over": workflow.is_completed()}


def main():
    for line in sys.stdin:
        model = json.loads(line)
        try:
            answer = run(model)
        except Exception as error:  # every fault of the peer is an answer
            answer = {"id": model["id"], "fault": f"{type(error).__name__}: {error}"[:200]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
