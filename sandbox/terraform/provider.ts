import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { leash } from "../leash.ts";
import type { Terraform } from "./find.ts";

/** A provider that stays while Terraform comes and goes. */
export interface Provider {
  /** What makes Terraform use it. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** What a provider prints in its debug mode, by its own name: the registry of Terraform, whoever asks. */
interface Attached {
  readonly [name: string]: { readonly Addr: { readonly String: string } };
}

/** As one that is debugged it would write down every message. */
const QUIET = Object.fromEntries(
  ["", "_PROVIDER", "_SDK", "_SDK_PROTO", "_SDK_MUX", "_SDK_HELPER_SCHEMA", "_SDK_FRAMEWORK"].map((part) => [
    `TF_LOG${part}`,
    "off",
  ]),
);

/**
 * Starts the AWS provider that `terraform init` has put into a stack's folder. Terraform by itself starts it three
 * times an apply, and each of them builds the schema of every resource of AWS: most of what applying costs. It
 * holds one configuration, so it is for one stack.
 * @throws Error with what it said, when it ends instead
 */
export async function startProvider({
  folder,
  env,
  registry,
}: Pick<Terraform, "registry"> & {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}): Promise<Provider> {
  const name = `${registry}/hashicorp/aws`;
  let said = "";
  let tell: (attached: Attached) => void;
  const answer = new Promise<Attached>((resolve) => {
    tell = resolve;
  });
  const child = await leash(await programIn(join(folder, ".terraform", "providers", name)), ["-debug"], {
    cwd: folder,
    env: { ...env, ...QUIET },
    onOutput: (text) => {
      said += text;
      const found = /TF_REATTACH_PROVIDERS=\D?(\{.*\})/.exec(said)?.[1];
      if (found !== undefined) tell(JSON.parse(found) as Attached);
    },
  });
  const ended = child.exited.then(() => {
    throw new Error(`the AWS provider did not start: ${said.trim()}`);
  });
  const [attached] = Object.values(await Promise.race([answer, ended]));
  ended.catch(() => {}); // from here on Terraform says what it misses
  return {
    env: { TF_REATTACH_PROVIDERS: JSON.stringify({ [name]: attached }) },
    stop: async () => {
      await child.kill();
      await rm(attached?.Addr.String ?? "", { force: true });
    },
  };
}

/** Below the provider's name stand version and platform, one of each. */
async function programIn(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true });
  const program = files.find((file) => /(^|[\\/])terraform-provider-aws[^\\/]*$/.test(file));
  if (program === undefined) throw new Error(`${folder} holds no provider`);
  return join(folder, program);
}
