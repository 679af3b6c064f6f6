// bpmn.io's feelin as referee: one JSON line in, {context: FEEL text, cases: [...]}; one JSON line out, the values.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.argv[2] + "/"));
const { evaluate, unaryTest } = await import(pathToFileURL(require.resolve("feelin")).href);

function plain(value) {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && !Number.isFinite(value)) return { $: "not finite" };
  if (typeof value === "function") return { $: "function" };
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(plain);
  const kind = value.constructor.name;
  if (kind === "FeelRange") {
    return { $: kind, v: [value.start, value.end, value["start included"], value["end included"]].map(plain) };
  }
  if (kind !== "Object") return { $: kind, v: value.iso ?? JSON.parse(JSON.stringify(value)) };
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
}

function judged(context, { text, input }) {
  try {
    const result = input === undefined
      ? evaluate(text, context)
      : unaryTest(text, { ...context, "?": evaluate(input, context).value });
    return plain(result.value);
  } catch (error) {
    return { $: "error", v: String(error.message) };
  }
}

const { context, cases } = JSON.parse(readFileSync(0, "utf8"));
const names = evaluate(context, {}).value;
process.stdout.write(JSON.stringify(cases.map((one) => judged(names, one))) + "\n");
