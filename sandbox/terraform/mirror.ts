import { join } from "node:path";

/** What the search for a mirror depends on, so that it can be told apart from this machine. */
export interface MirrorSearch {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** Host that the provider's name belongs to. */
  readonly registry: string;
  /** Names directly below a folder; none when there is no such folder. */
  readonly namesIn: (folder: string) => readonly string[];
  readonly isFolder: (path: string) => boolean;
}

/** Names a folder of Terraform providers to use instead of the registry. */
const SETTING = "ZONEKEEP_PROVIDER_MIRROR";

/**
 * The folder to take the AWS provider from, so that nothing is downloaded: the one that is set, one of
 * Terraform's own implied mirrors, or one directly below /opt, where images put them. None: the registry.
 * @throws Error when the one that is set does not hold the provider
 */
export function findMirror(search: MirrorSearch): string | undefined {
  const holdsAws = (folder: string): boolean =>
    search.isFolder(join(folder, search.registry, "hashicorp", "aws"));
  const set = search.env[SETTING];
  if (set !== undefined && set !== "") {
    if (holdsAws(set)) return set;
    throw new Error(
      `${SETTING} is ${set}, which holds no ${search.registry}/hashicorp/aws: point it at a mirror`,
    );
  }
  const underOpt =
    search.platform === "win32" ? [] : search.namesIn("/opt").map((name) => join("/opt", name));
  return [...impliedMirrors(search), ...underOpt.sort()].find(holdsAws);
}

/** @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
export function impliedMirrors({
  env,
  platform,
  home,
}: Omit<MirrorSearch, "namesIn" | "isFolder">): string[] {
  if (platform === "win32") {
    const data = env.APPDATA ?? join(home, "AppData", "Roaming");
    return [join(data, "terraform.d", "plugins"), join(data, "HashiCorp", "Terraform", "plugins")];
  }
  const own = join(home, ".terraform.d", "plugins");
  if (platform === "darwin") {
    const support = join("Library", "Application Support", "io.terraform", "plugins");
    return [own, join(home, support), join("/", support)];
  }
  const data = [
    env.XDG_DATA_HOME || join(home, ".local", "share"),
    ...(env.XDG_DATA_DIRS || "/usr/local/share:/usr/share").split(":"),
  ];
  return [own, ...data.map((folder) => join(folder, "terraform", "plugins"))];
}
