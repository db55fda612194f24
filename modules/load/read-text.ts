import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync } from "node:fs";
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
 * A file's text, at most `max` bytes of it, 1 MiB if not said: a larger one is never read into memory. What is not a
 * regular file is not waited for, since a pipe or a device may never end.
 */
export function readText(path: string, max = MAX_BYTES): Text {
  try {
    const bytes = readRegular(path, max + 1);
    if (bytes === undefined) return { fault: "this is not a regular file", hint: "name a file or a folder" };
    if (bytes.length > max)
      return {
        fault: `the file is larger than ${max / 1024 ** 2} MiB`,
        hint: max === MAX_BYTES ? SPLIT : OTHER,
      };
    const wrong = notUtf8(bytes);
    if (wrong !== undefined)
      return { fault: "this is not UTF-8 text", hint: "save the file as UTF-8", ...wrong };
    return { text: decode(bytes) };
  } catch (error) {
    return { fault: why(error), hint: hintFor(path, error, "check the name and who may read it") };
  }
}

const SPLIT = "a policy has a few hundred bytes: split or remove it";
const OTHER = "is it the file that was meant?";

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
    ELOOP: "its symbolic links form a loop",
    ENAMETOOLONG: "the name is too long",
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

/** The first `max` bytes; undefined for what is no regular file, also where it became that after a look. */
function readRegular(path: string, max: number): Buffer | undefined {
  if (!statSync(path).isFile()) return undefined;
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return fstatSync(file).isFile() ? readStart(file, max) : undefined;
  } finally {
    closeSync(file);
  }
}

function readStart(file: number, max: number): Buffer {
  const chunks: Buffer[] = [];
  for (let length = 0; length < max; ) {
    const chunk = Buffer.alloc(Math.min(65_536, max - length));
    const read = readSync(file, chunk);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    length += read;
  }
  return Buffer.concat(chunks);
}
