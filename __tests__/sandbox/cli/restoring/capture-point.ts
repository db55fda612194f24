import type { Sandbox } from "../../../../sandbox/sandbox.ts";
import { captureThings } from "./capture-things.ts";

/** One recovery point of a function, of a run of its own policy, in its own store, and its copy in the other. @returns key of the manifest */
export async function capturePoint(sandbox: Sandbox, folder: string, name: string): Promise<string> {
  const [key] = await captureThings(sandbox, folder, name, [{ kind: "lambda", id: name }]);
  if (key === undefined) throw new Error("the function is gone");
  return key;
}
