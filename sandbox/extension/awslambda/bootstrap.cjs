// Runs one event through a Node.js handler, as the managed runtime does, and writes how it ended to a file.
"use strict";
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { basename, dirname, join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { compileFrom } = require("./compiled.cjs");

const { LAMBDA_TASK_ROOT: root, _HANDLER: handlerName } = process.env;
const { outcome: outcomeFile, compiled, deadline, context } = JSON.parse(process.argv[2]);
let keepCompiled = () => {};

function end(outcome) {
  writeFileSync(outcomeFile, JSON.stringify({ ...outcome, maxMemoryKilobytes: maxMemoryKilobytes() }));
  process.exit(outcome.error === undefined ? 0 : 1);
}

/** Linux counts what the process that started us held as if it were ours, except in this file. */
function maxMemoryKilobytes() {
  const own = "/proc/self/status";
  const peak = existsSync(own) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(own, "utf8")) : null;
  return peak === null ? process.resourceUsage().maxRSS : Number(peak[1]);
}

function fail(error, type) {
  const known = error instanceof Error;
  end({
    error: {
      errorType: type ?? (known ? error.name : typeof error),
      errorMessage: known ? error.message : String(error),
      trace: known ? (error.stack ?? "").split("\n") : [],
    },
  });
}

/** `dir/index.handler` or `index.nested.handler`: the file is what stands before the first dot of the last part. */
async function load() {
  const last = basename(handlerName);
  const dot = last.indexOf(".");
  if (dot < 0) return fail(new Error(`Bad handler ${handlerName}`), "Runtime.MalformedHandlerName");
  const path = join(root, dirname(handlerName), last.slice(0, dot));
  const file = ["", ".js", ".mjs", ".cjs"].map((end) => path + end).find((name) => existsSync(name));
  if (file === undefined)
    return fail(new Error(`Cannot find module '${last.slice(0, dot)}'`), "Runtime.ImportModuleError");
  let loaded;
  try {
    if (isModule(file)) loaded = await import(pathToFileURL(file).href);
    else {
      keepCompiled = compileFrom(compiled, file);
      loaded = createRequire(file)(file);
    }
  } catch (error) {
    return fail(
      error,
      error instanceof SyntaxError ? "Runtime.UserCodeSyntaxError" : "Runtime.ImportModuleError",
    );
  }
  const handler = last
    .slice(dot + 1)
    .split(".")
    .reduce((found, name) => found?.[name], loaded);
  if (typeof handler !== "function") {
    return fail(new Error(`${handlerName} is undefined or not exported`), "Runtime.HandlerNotFound");
  }
  return handler;
}

function isModule(file) {
  if (!file.endsWith(".js")) return file.endsWith(".mjs");
  const manifest = join(root, "package.json");
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).type === "module";
}

async function main() {
  process.on("uncaughtException", (error) => fail(error));
  process.on("unhandledRejection", (error) => fail(error, "Runtime.UnhandledPromiseRejection"));
  const event = JSON.parse(readFileSync(0, "utf8") || "{}");
  const handler = await load();
  const answered = new Promise((resolve, reject) => {
    const done = (error, result) => (error ? reject(error) : resolve(result));
    const given = { ...context, getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
    const returned = handler(event, given, done);
    if (typeof returned?.then === "function") returned.then(resolve, reject);
    else if (handler.length < 3) resolve(returned);
  });
  answered.then(
    (result) => {
      keepCompiled();
      end({ payload: JSON.stringify(result) ?? "null" });
    },
    (error) => fail(error),
  );
}

main();
