import type * as L from "@aws-sdk/client-lambda";
import { conflict, invalid, notFound } from "./errors.ts";
import { FakeLayers } from "./layers.ts";
import type { Config } from "./state.ts";

/**
 * Lambda of one account and region in memory: numbers, conflicts, pending states, pages and errors as AWS has them. This
 * part holds the mappings, which outlive the function they name.
 */
export class FakeLambda extends FakeLayers {
  readonly mappings = new Map<string, Config>();
  #made = 0;

  CreateEventSourceMapping({
    FunctionName = "",
    Enabled = true,
    ...settings
  }: L.CreateEventSourceMappingRequest) {
    const [name = "", qualifier] = FunctionName.split(":");
    this.fnAt(name, qualifier);
    const arn = this.arn(name, qualifier);
    for (const other of this.mappings.values())
      if (other.FunctionArn === arn && sourceOf(other) === sourceOf(settings as Config))
        throw conflict("An event source mapping with this event source exists already");
    const UUID = `00000000-0000-4000-8000-${String(++this.#made).padStart(12, "0")}`;
    const State = Enabled ? "Creating" : "Disabled";
    const made = { ...settings, ...grouped(settings, UUID) };
    this.mappings.set(UUID, { ...made, UUID, FunctionArn: arn, State, LastModified: new Date(0) });
    return this.GetEventSourceMapping({ UUID });
  }

  UpdateEventSourceMapping({
    UUID = "",
    Enabled,
    FunctionName: _same,
    ...settings
  }: L.UpdateEventSourceMappingRequest) {
    const mapping = this.#mapping(UUID);
    refuseLasting(mapping, settings);
    const kept = hostsOf(mapping);
    // What is not told stays as it is.
    const told = Object.entries(settings).filter(([, value]) => value !== undefined && value !== null);
    Object.assign(
      mapping,
      Object.fromEntries(told),
      ...KAFKA.map((key) => settings[key] && { [key]: { ...(mapping[key] as object), ...settings[key] } }),
      settings.SourceAccessConfigurations && {
        SourceAccessConfigurations: [...settings.SourceAccessConfigurations, ...kept],
      },
      Enabled !== undefined && { State: Enabled ? "Enabling" : "Disabling" },
    );
    return this.GetEventSourceMapping({ UUID });
  }

  /** A change of state is done when it was looked at once. */
  GetEventSourceMapping({ UUID = "" }: L.GetEventSourceMappingRequest) {
    const mapping = this.#mapping(UUID);
    const { Tags: _elsewhere, ...shown } = mapping;
    if (mapping.State === "Enabling" || mapping.State === "Creating") mapping.State = "Enabled";
    if (mapping.State === "Disabling") mapping.State = "Disabled";
    return shown;
  }

  /** Without encrypted filters, as AWS lists them. */
  ListEventSourceMappings({ FunctionName, EventSourceArn, Marker }: L.ListEventSourceMappingsRequest) {
    const [name = "", qualifier] = FunctionName?.split(":") ?? [];
    if (FunctionName !== undefined) this.fnAt(name, qualifier);
    const all = [...this.mappings.values()]
      .filter((one) => FunctionName === undefined || one.FunctionArn === this.arn(name, qualifier))
      .filter((one) => EventSourceArn === undefined || one.EventSourceArn === EventSourceArn)
      .map(({ FilterCriteria: _hidden, Tags: _elsewhere, ...rest }) => rest);
    return this.paged("EventSourceMappings", all, Marker);
  }

  protected override tagsOf(arn: string): Record<string, string> {
    const [, , , , , type, id = ""] = arn.split(":");
    if (type !== "event-source-mapping") return super.tagsOf(arn);
    const mapping = this.#mapping(id);
    mapping.Tags ??= {};
    return mapping.Tags as Record<string, string>;
  }

  #mapping(uuid: string): Config {
    const found = this.mappings.get(uuid);
    if (found === undefined) throw notFound("The resource you requested does not exist.");
    return found;
  }
}

const KAFKA = ["AmazonManagedKafkaEventSourceConfig", "SelfManagedKafkaEventSourceConfig"] as const;

/** A mapping of Kafka that was told no consumer group has its own id for one. */
function grouped(settings: Omit<L.CreateEventSourceMappingRequest, "FunctionName">, UUID: string): Config {
  if (settings.Topics === undefined) return {};
  const { SelfManagedEventSource: own } = settings;
  const key = KAFKA[own === undefined ? 0 : 1];
  return {
    [key]: { ConsumerGroupId: UUID, ...(own && { ConsumptionMode: "Stream" }), ...settings[key] },
  };
}

/** The consumer group, how it consumes and the virtual host stay, and the latter may not even be said again. */
function refuseLasting(mapping: Config, settings: Omit<L.UpdateEventSourceMappingRequest, "UUID">): void {
  if (hostsOf(settings as Config).length > 0)
    throw invalid("VIRTUAL_HOST cannot be specified when an event source mapping is updated.");
  for (const key of KAFKA) {
    const was = mapping[key] as L.SelfManagedKafkaEventSourceConfig | undefined;
    const wanted: L.SelfManagedKafkaEventSourceConfig = settings[key] ?? {};
    for (const member of ["ConsumerGroupId", "ConsumptionMode"] as const)
      if (wanted[member] !== undefined && wanted[member] !== was?.[member])
        throw invalid(`${member} of an event source mapping cannot be updated.`);
  }
}

function hostsOf({ SourceAccessConfigurations }: Config): readonly L.SourceAccessConfiguration[] {
  const access = (SourceAccessConfigurations ?? []) as readonly L.SourceAccessConfiguration[];
  return access.filter(({ Type }) => Type === "VIRTUAL_HOST");
}

/** Two mappings of one function that read the same thing cannot exist. */
function sourceOf(settings: Config): string {
  const { EventSourceArn, SelfManagedEventSource, Topics, Queues } = settings;
  return JSON.stringify([EventSourceArn, SelfManagedEventSource, Topics, Queues, hostsOf(settings)]);
}
