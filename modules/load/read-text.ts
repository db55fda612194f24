import { isUtf8 } from "node:buffer";
import { closeSync, lstatSync, openSync, readSync, statSync } from "node:fs";
import { MAX_BYTES } from "../policy/yaml/parse-yaml.ts";

export type Text =
  | { readonly text: string }
  | {
      readonly fault: string;
      readonly hint: string;
      /** Where in the file, both from 1; where it is not the file as a whole. */
      readonly line?: number;
      readonly col?: number;
    };

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
    const wrong = notUtf8(bytes);
    if (wrong !== undefined)
      return { fault: "this is not UTF-8 text", hint: "save the file as UTF-8", ...wrong };
    return { text: decode(bytes) };
  } catch (error) {
    return { fault: why(error), hint: hintFor(path, error, "check the name and who may read it") };
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** The first byte that is not UTF-8. A line break is one in every encoding that is near to it. */
function notUtf8(bytes: Buffer): { readonly line: number; readonly col: number } | undefined {
  for (let line = 1, start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const text = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (!isUtf8(text)) return { line, col: columnOfWrongByte(text) };
    start = end < 0 ? bytes.length : end + 1;
  }
  return undefined;
}

function columnOfWrongByte(text: Buffer): number {
  let offset = 0;
  let col = 1;
  for (const char of new TextDecoder("utf-8", { ignoreBOM: true }).decode(text)) {
    const bytes = Buffer.from(char);
    // What cannot be decoded becomes U+FFFD, which may also have been written.
    if (!text.subarray(offset, offset + bytes.length).equals(bytes)) break;
    offset += bytes.length;
    col += char.length;
  }
  return col;
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
