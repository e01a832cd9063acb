// Whole lives of instances with bpmn-engine in memory, one after the other, the model read once.
// bench.js FOLDER SECONDS prints one figure a line as "name value": instances for each second of processor time.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EventEmitter } from "node:events";
import BpmnModdle from "bpmn-moddle";
import { Engine } from "bpmn-engine";

const [folder, seconds] = [process.argv[2], Number(process.argv[3])];
const scripts = {
  register() {},
  getScript(_language, { id }) {
    return {
      execute(scope, callback) {
        const output = scope.environment.output;
        if (id === "add") output.y = scope.environment.variables.x + 1;
        return callback(null, output.y > 5);
      },
    };
  },
};

function life(moddleContext, number) {
  const engine = new Engine({ name: "bench", moddleContext, variables: { x: number % 10 }, scripts });
  const listener = new EventEmitter();
  listener.on("activity.wait", (api) => api.signal());
  return new Promise((resolve, reject) => {
    engine.once("error", reject);
    engine.once("end", resolve);
    engine.execute({ listener }).catch(reject);
  });
}

for (const name of ["script", "task"]) {
  const model = await new BpmnModdle().fromXML(readFileSync(join(folder, `${name}.bpmn`), "utf8"));
  for (let number = 0; number < 200; number++) await life(model, number);
  const begin = process.cpuUsage();
  let done = 0;
  let used = 0;
  while (used < seconds * 1e6) {
    for (let times = 0; times < 20; times++) await life(model, done++);
    const { user, system } = process.cpuUsage(begin);
    used = user + system;
  }
  console.log(`memory_${name} ${done / (used / 1e6)}`);
}
