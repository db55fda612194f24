// Requires a file from what V8 made of it the last time: compiling a bundle anew is half of what an event takes.
"use strict";
const { existsSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { Script } = require("node:vm");

/** Bytes below which there is nothing to win. */
const LARGE = 100_000;
/** What V8 has kept of a script finds no loader for it. */
const IMPORTS = /\bimport\s*\(/;

/** Has the file, once it is required, compiled from `cache`. Returns what keeps that for the next event. */
function compileFrom(cache, file) {
  const compile = Module.prototype._compile;
  let fresh;
  Module.prototype._compile = function (content, filename, ...more) {
    if (filename !== file || content.length < LARGE || IMPORTS.test(content))
      return compile.call(this, content, filename, ...more);
    const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
    const columnOffset = -Module.wrapper[0].length;
    const script = new Script(Module.wrap(content), { filename, cachedData, columnOffset });
    if (cachedData === undefined || script.cachedDataRejected) fresh = script;
    const given = [this.exports, Module.createRequire(filename), this, filename, this.path];
    return script.runInThisContext().apply(this.exports, given);
  };
  return () => {
    if (fresh === undefined) return;
    // Beside, for another event may read it meanwhile, and this process may be killed.
    const beside = `${cache}.${process.pid}`;
    writeFileSync(beside, fresh.createCachedData());
    renameSync(beside, cache);
  };
}

module.exports = { compileFrom };
