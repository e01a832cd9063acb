// One closing line for a whole run, and every failure with what was wrong.
export default async function* summary(source) {
  const began = Date.now();
  let passed = 0;
  const failures = [];
  for await (const { type, data } of source) {
    if (type === "test:pass" && data.details?.type !== "suite") passed += 1;
    if (type === "test:fail") {
      // A test that holds failed ones fails with them; they are told themselves.
      if (data.details?.error?.failureType === "subtestsFailed") continue;
      failures.push(`✖ ${data.name}\n  ${String(data.details?.error?.cause?.message ?? data.details?.error?.message).replaceAll("\n", "\n  ")}`);
    }
  }
  for (const failure of failures) yield `\n${failure}\n`;
  const seconds = Math.round((Date.now() - began) / 1000);
  yield `\nbrowser tests: ${passed} passed, ${failures.length} failed, ${seconds} s\n`;
}
