"""Whole lives of instances with SpiffWorkflow: in memory, and each step kept in SQLite before the next one.

bench.py FOLDER SECONDS prints one figure a line as "name value": instances for each second of processor time in memory,
instances a second durable (one client: the library has one thread, and its instances are written one by one).
"""

import json
import logging
import os
import sqlite3
import sys
import tempfile
import time

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

logging.disable(logging.CRITICAL)


def spec_of(folder, name):
    parser = BpmnParser()
    with open(os.path.join(folder, f"{name}.bpmn"), "rb") as file:
        parser.add_bpmn_xml(etree.fromstring(file.read()))
    return parser.get_spec(name)


def begun(spec, number):
    workflow = BpmnWorkflow(spec)
    workflow.task_tree.set_data(x=number % 10)
    workflow.do_engine_steps()
    return workflow


def do_tasks(workflow):
    for task in workflow.get_tasks(state=TaskState.READY, manual=True):
        task.run()
    workflow.do_engine_steps()
    if not workflow.is_completed():
        raise RuntimeError("an instance did not end")


def memory(spec, seconds):
    begin, done = time.process_time(), 0
    while time.process_time() - begin < seconds:
        do_tasks(begun(spec, done))
        done += 1
    return done / (time.process_time() - begin)


def durable(spec, seconds, has_task):
    serializer = BpmnWorkflowSerializer()
    with tempfile.TemporaryDirectory() as folder:
        store = sqlite3.connect(os.path.join(folder, "store.db"), isolation_level=None)
        store.executescript("pragma journal_mode = wal; pragma synchronous = full; create table instances (id integer primary key, state text)")

        def keep(number, workflow):
            state = serializer.serialize_json(workflow)
            store.execute("insert into instances values (?, ?) on conflict (id) do update set state = excluded.state", (number, state))

        begin, done = time.monotonic(), 0
        while time.monotonic() - begin < seconds:
            workflow = begun(spec, done)
            if has_task:
                keep(done, workflow)
                (state,) = store.execute("select state from instances where id = ?", (done,)).fetchone()
                workflow = serializer.deserialize_json(state)
            do_tasks(workflow)
            keep(done, workflow)
            done += 1
        store.close()
        return done / (time.monotonic() - begin)


def main():
    folder, seconds = sys.argv[1], float(sys.argv[2])
    for name in ("script", "task"):
        spec = spec_of(folder, name)
        print(f"memory_{name} {memory(spec, seconds)}", flush=True)
        print(f"durable_{name} {durable(spec, seconds, name == 'task')}", flush=True)


if __name__ == "__main__":
    main()
