import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A file that becomes part of the page, and the hash by which the page's policy allows it. */
export interface PageFile {
  readonly text: string;
  /** As a Content Security Policy writes it: `sha256-...`. */
  readonly hash: string;
}

/** Style and script. They lie beside this file, and once it is bundled beside the bundle. */
export function readPageFiles(): { readonly style: PageFile; readonly script: PageFile } {
  return { style: read("page.css"), script: read("page.js") };
}

function read(name: string): PageFile {
  const text = readFileSync(join(import.meta.dirname, name), "utf8");
  return { text, hash: `sha256-${createHash("sha256").update(text).digest("base64")}` };
}
