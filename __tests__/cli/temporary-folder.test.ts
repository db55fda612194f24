import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { inTemporaryFolder } from "../../modules/cli/terminal/temporary-folder.ts";

const full = (syscall: string): Error =>
  Object.assign(new Error(`ENOSPC: no space left on device, ${syscall}`), { code: "ENOSPC", syscall });

const told = {
  name: "CommandError",
  message: `cannot write temporary files to ${tmpdir()}: the disk is full`,
  hint: "make room there, or set TMPDIR to a folder of another disk",
};

test("a full disk for temporary files is told with the way out, whenever it is full", async () => {
  const never = (): never => {
    throw full("mkdtemp");
  };
  await expect(inTemporaryFolder(async () => "made", never)).rejects.toMatchObject(told);
  let made = "";
  const later = async (folder: string): Promise<never> => {
    made = folder;
    throw full("write");
  };
  await expect(inTemporaryFolder(later)).rejects.toMatchObject(told);
  expect(existsSync(made)).toBe(false);
});

test("the folder is gone afterwards, and what went wrong in it is thrown as it is", async () => {
  const folders: string[] = [];
  const make = (prefix: string): string => {
    folders.push(mkdtempSync(prefix));
    return folders.at(-1) ?? "";
  };
  expect(await inTemporaryFolder(async (folder) => existsSync(folder), make)).toBe(true);
  const wrong = new Error("wrong");
  await expect(inTemporaryFolder(() => Promise.reject(wrong), make)).rejects.toBe(wrong);
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, false]);
});
