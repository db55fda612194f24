import { closeSync, lstatSync, openSync, readSync, statSync } from "node:fs";
import { MAX_BYTES } from "../policy/yaml/parse-yaml.ts";

export type Text = { readonly text: string } | { readonly fault: string; readonly hint: string };

/**
 * A file's text, at most 1 MiB of it: a larger one is never read into memory. What is not a regular file is not
 * opened, since a pipe or a device may never end.
 */
export function readText(path: string): Text {
  try {
    if (!statSync(path).isFile())
      return { fault: "this is not a regular file", hint: "name a file or a folder" };
    const bytes = readStart(path, MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES)
      return {
        fault: "the file is larger than 1 MiB",
        hint: "a policy has a few hundred bytes: split or remove it",
      };
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return { fault: "the file is not UTF-8 text", hint: "save it as UTF-8" };
    return { fault: why(error), hint: hintFor(path, error, "check the name and who may read it") };
  }
}

/** In a person's words, without the path: the diagnostic has it already. */
export function why(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  const said: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file or folder",
    ENOTDIR: "there is no such file or folder",
    EACCES: "it may not be read",
    EPERM: "it may not be read",
    ELOOP: "its symbolic links go round in a circle",
  };
  return said[code] ?? `it cannot be read (${code})`;
}

/** What to do about a path that failed: to mend the link, if that is what it is. */
export function hintFor(path: string, error: unknown, otherwise: string): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const isLink = () => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return code === "ELOOP" || (code === "ENOENT" && isLink())
    ? "it is a link that leads nowhere: point it to a file, or remove it"
    : otherwise;
}

function readStart(path: string, max: number): Buffer {
  const file = openSync(path, "r");
  try {
    const chunks: Buffer[] = [];
    for (let length = 0; length < max; ) {
      const chunk = Buffer.alloc(Math.min(65_536, max - length));
      const read = readSync(file, chunk);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      length += read;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(file);
  }
}
