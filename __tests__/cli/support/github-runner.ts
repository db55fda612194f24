export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** The commands that a line may give without the workflow's consent. */
const NAMES = [
  "error",
  "warning",
  "notice",
  "debug",
  "group",
  "endgroup",
  "echo",
  "add-mask",
  "add-matcher",
].concat(["remove-matcher", "save-state", "set-output", "set-env", "add-path", "stop-commands"]);

/**
 * What GitHub's runner takes a line of a log for: a command, or undefined for mere text. Both of its forms, `::name
 * key=value::data` at the start of a line and the older `##[name key=value]data` anywhere in it.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function parseCommand(line: string): Command | undefined {
  const [, info, data = ""] = /^\s*::(.*?)::(.*)$/s.exec(line) ?? [];
  const [, oldInfo, oldData = ""] = /##\[([^\]]*)\](.*)$/s.exec(line) ?? [];
  return (
    (info === undefined ? undefined : toCommand(info, ",", data)) ??
    (oldInfo === undefined ? undefined : toCommand(oldInfo, ";", oldData))
  );
}

/** The commands in a whole output. */
export function parseCommands(output: string): Command[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => parseCommand(line) ?? []);
}

function toCommand(info: string, separator: string, data: string): Command | undefined {
  const [name = "", ...rest] = info.split(" ");
  if (!NAMES.includes(name.toLowerCase())) return undefined;
  const pairs = rest
    .join(" ")
    .trim()
    .split(separator)
    .filter((pair) => /^[^=]+=/.test(pair));
  const properties = pairs.map((pair): [string, string] => {
    const equals = pair.indexOf("=");
    return [pair.slice(0, equals), decode(pair.slice(equals + 1), ["\r", "\n", ":", ",", "%"])];
  });
  return { name, properties: Object.fromEntries(properties), data: decode(data, ["\r", "\n", "%"]) };
}

/** The runner replaces one escape after the other, the percent sign last. */
function decode(text: string, chars: readonly string[]): string {
  return chars.reduce((sum, char) => {
    const code = char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
    return sum.replaceAll(`%${code}`, char);
  }, text);
}
