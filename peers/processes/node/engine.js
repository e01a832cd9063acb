// Runs generated models with bpmn-engine and writes the tasks done, one JSON line for each model.
import { createInterface } from "node:readline";
import { EventEmitter } from "node:events";
import { Engine } from "bpmn-engine";

const WAIT_MS = 300;

// Conditions compare x with a number; nothing else stands in them.
const scripts = {
  register() {},
  getScript(_language, { id, behaviour }) {
    const text = behaviour?.conditionExpression?.body ?? behaviour?.loopCharacteristics?.behaviour?.loopCondition?.body;
    const found = /^x (<|>=) (\d+)$/.exec((text ?? "").trim());
    return {
      execute(scope, callback) {
        const x = scope.environment.variables.x;
        if (!found) return callback(new Error(`no condition at ${id}`));
        const number = Number(found[2]);
        return callback(null, found[1] === "<" ? x < number : x >= number);
      },
    };
  },
};

async function run(model) {
  const source = model.xml
    .replace(/@TASK (\w+)@/g, '<task id="$1"/>')
    // bpmn-engine ends a loop when its condition holds, where the standard goes on as long as it holds
    // (BPMN 2.0, table 10.28); these conditions always hold, so that the maximum alone says the same.
    .replace(/<loopCondition[^>]*>[^<]*<\/loopCondition>/g, "")
    .replace(/<conditionExpression xsi:type="tFormalExpression">x &lt; (\d+)/g,
      '<conditionExpression xsi:type="tFormalExpression" language="js">x &lt; $1');
  const engine = new Engine({ name: String(model.id), source, variables: { x: model.x }, scripts });
  const trace = [];
  const listener = new EventEmitter();
  listener.on("activity.end", (api) => {
    if (/^t\d+$/.test(api.id)) trace.push(api.id);
  });
  let over = false;
  await new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, WAIT_MS);
    engine.once("error", (error) => { clearTimeout(timer); reject(error); });
    engine.once("end", () => { over = true; clearTimeout(timer); resolve(); });
    engine.execute({ listener }, (error) => { if (error) { clearTimeout(timer); reject(error); } });
  });
  try { engine.stop(); } catch { /* it has ended */ }
  return { id: model.id, trace, over };
}

const lines = createInterface({ input: process.stdin });
for await (const line of lines) {
  const model = JSON.parse(line);
  let answer;
  try {
    answer = await run(model);
  } catch (error) {
    answer = { id: model.id, fault: String(error?.message ?? error).slice(0, 200) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
