import { mkdtemp, open, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bytesContent, collect } from "../../modules/recovery/bytes.ts";
import { FileSpool } from "../../modules/store/file-spool.ts";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "spool test "));
});
afterEach(() => rm(parent, { recursive: true }));

const files = async (): Promise<string[]> => {
  const all = await readdir(parent, { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile()).map(({ name }) => name);
};

test("bytes set aside are hashed, counted and read again, as often as asked", async () => {
  const content = bytesContent(Buffer.alloc(300_000, "zonekeep"));
  const spool = await FileSpool.in(parent);
  const spooled = await spool.write(content.open(), content.size);
  expect({ sha256: spooled.sha256, size: spooled.size }).toEqual({
    sha256: content.sha256,
    size: content.size,
  });
  for (const _ of [1, 2])
    expect(bytesContent(await collect(spooled.open(), content.size)).sha256).toBe(content.sha256);
  await spooled.discard();
  expect(await files()).toEqual([]);
});

test("more bytes than expected, or a source that fails, leave nothing behind", async () => {
  const spool = await FileSpool.in(parent);
  await expect(spool.write(bytesContent(Buffer.alloc(11)).open(), 10)).rejects.toThrow("more than 10 bytes");
  const failing = async function* (): AsyncIterable<Uint8Array> {
    yield Buffer.alloc(1);
    throw new Error("broke off");
  };
  await expect(spool.write(failing(), 10)).rejects.toThrow("broke off");
  expect(await files()).toEqual([]);
});

test("two spools share no file, and each clears its own", async () => {
  const [one, two] = [await FileSpool.in(parent), await FileSpool.in(parent)];
  await one.write(bytesContent(Buffer.from("1")).open(), 1);
  const kept = await two.write(bytesContent(Buffer.from("2")).open(), 1);
  await one.clear();
  expect(Buffer.from(await collect(kept.open(), 1)).toString()).toBe("2");
  await two.clear();
  expect(await readdir(parent)).toEqual([]);
});

test("a full disk is told in words, with how far it came and what to do", async () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  let left = 2;
  const spool = await FileSpool.in(parent, async (path, flags, mode) => {
    const file = await open(path, flags, mode);
    return {
      appendFile: async (data) => {
        left -= 1;
        if (left < 0) throw full;
        await file.appendFile(data as Uint8Array);
      },
      close: () => file.close(),
    };
  });
  const source = async function* (): AsyncIterable<Uint8Array> {
    for (;;) yield Buffer.alloc(5);
  };
  await expect(spool.write(source(), 100)).rejects.toThrow(
    /^the disk for temporary files \(.*\/zonekeep-\w+\) is full after 15 bytes \(ENOSPC\): make room on it, or give it more$/,
  );
  expect(await files()).toEqual([]);
});
