import type * as L from "@aws-sdk/client-lambda";
import { conflict, invalid, moved, notFound } from "./errors.ts";
import type { Config } from "./state.ts";
import { FakeVersionSettings } from "./version-settings.ts";
import { requireRoom } from "./write-functions.ts";

/** What belongs to a function or one of its aliases: aliases, URLs, asynchronous settings, concurrency, tags. */
export class FakeSettings extends FakeVersionSettings {
  CreateAlias({ FunctionName = "", ...alias }: L.CreateAliasRequest) {
    const { aliases } = this.fnOf(FunctionName);
    if (aliases.has(alias.Name ?? "")) throw conflict(`Alias already exists: ${alias.Name}`);
    return this.#putAlias(FunctionName, alias as Config);
  }

  UpdateAlias({ FunctionName = "", RevisionId, ...alias }: L.UpdateAliasRequest) {
    const { aliases } = this.fnOf(FunctionName);
    const old = aliases.get(alias.Name ?? "");
    if (old === undefined) throw notFound(`Alias not found: ${this.arn(FunctionName, alias.Name)}`);
    if (RevisionId !== undefined && RevisionId !== old.RevisionId) throw moved("GetFunction/GetAlias");
    return this.#putAlias(FunctionName, { ...old, ...alias });
  }

  GetAlias({ FunctionName = "", Name = "" }: L.GetAliasRequest) {
    const alias = this.fnOf(FunctionName).aliases.get(Name);
    if (alias === undefined) throw notFound(`Alias not found: ${this.arn(FunctionName, Name)}`);
    return { ...alias, AliasArn: this.arn(FunctionName, Name) };
  }

  ListAliases({ FunctionName = "", Marker }: L.ListAliasesRequest) {
    return this.paged("Aliases", [...this.fnOf(FunctionName).aliases.values()], Marker);
  }

  CreateFunctionUrlConfig({ FunctionName = "", Qualifier, ...url }: L.CreateFunctionUrlConfigRequest) {
    const { urls } = this.fnAt(FunctionName, Qualifier);
    if (urls.has(Qualifier ?? "$LATEST")) throw conflict("FunctionUrlConfig exists for this Lambda function");
    const made = {
      InvokeMode: "BUFFERED",
      ...url,
      FunctionArn: this.arn(FunctionName, Qualifier),
      FunctionUrl: `https://${FunctionName}${urls.size}.lambda-url.${this.region}.on.aws/`,
    };
    urls.set(Qualifier ?? "$LATEST", made);
    return made;
  }

  UpdateFunctionUrlConfig({ FunctionName, Qualifier = "$LATEST", ...url }: L.UpdateFunctionUrlConfigRequest) {
    const { urls } = this.fnOf(FunctionName);
    const old = urls.get(Qualifier);
    if (old === undefined) throw notFound("The resource you requested does not exist.");
    const changed = { ...old, ...url };
    urls.set(Qualifier, changed);
    return changed;
  }

  ListFunctionUrlConfigs({ FunctionName, Marker }: L.ListFunctionUrlConfigsRequest) {
    return this.paged("FunctionUrlConfigs", [...this.fnOf(FunctionName).urls.values()], Marker);
  }

  PutFunctionEventInvokeConfig({
    FunctionName = "",
    Qualifier,
    ...config
  }: L.PutFunctionEventInvokeConfigRequest) {
    const { asyncConfigs } = this.fnAt(FunctionName, Qualifier);
    const made = {
      DestinationConfig: { OnSuccess: {}, OnFailure: {} },
      ...config,
      FunctionArn: this.arn(FunctionName, Qualifier ?? "$LATEST"),
      LastModified: new Date(0),
    };
    asyncConfigs.set(Qualifier ?? "$LATEST", made);
    return made;
  }

  ListFunctionEventInvokeConfigs({ FunctionName, Marker }: L.ListFunctionEventInvokeConfigsRequest) {
    const all = [...this.fnOf(FunctionName).asyncConfigs.values()];
    return this.paged("FunctionEventInvokeConfigs", all, Marker);
  }

  /** The account's limits; a test may take room away. */
  readonly limits = { concurrency: 1000, codeSize: 80_530_636_800 };

  GetAccountSettings() {
    const all = [...this.functions.values()];
    const reserved = all.reduce((sum, { concurrency = 0 }) => sum + concurrency, 0);
    const { concurrency, codeSize } = this.limits;
    const used = all.flatMap(({ latest, published }) => [latest, ...published.values()]);
    return {
      AccountLimit: {
        TotalCodeSize: codeSize,
        ConcurrentExecutions: concurrency,
        UnreservedConcurrentExecutions: concurrency - reserved,
      },
      AccountUsage: { TotalCodeSize: used.reduce((sum, { code }) => sum + code.length, 0) },
    };
  }

  PutFunctionConcurrency(input: L.PutFunctionConcurrencyRequest) {
    const { ReservedConcurrentExecutions = 0 } = input;
    const warm = [...this.fnOf(input.FunctionName).provisioned.values()].reduce((sum, one) => sum + one, 0);
    if (ReservedConcurrentExecutions < warm)
      throw invalid(
        ` ReservedConcurrentExecutions  ${ReservedConcurrentExecutions} should not be lower than function's total provisioned concurrency [${warm}].`,
      );
    const { UnreservedConcurrentExecutions: unreserved } = this.GetAccountSettings().AccountLimit;
    const own = this.fnOf(input.FunctionName).concurrency ?? 0;
    if (unreserved + own - ReservedConcurrentExecutions < 100)
      throw invalid(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
      );
    this.fnOf(input.FunctionName).concurrency = ReservedConcurrentExecutions;
    return { ReservedConcurrentExecutions };
  }

  DeleteFunctionConcurrency({ FunctionName }: L.DeleteFunctionConcurrencyRequest) {
    delete this.fnOf(FunctionName).concurrency;
    return {};
  }

  ListTags({ Resource = "" }: L.ListTagsRequest) {
    return { Tags: this.tagsOf(Resource) };
  }

  TagResource({ Resource = "", Tags }: L.TagResourceRequest) {
    const tags = this.tagsOf(Resource);
    requireRoom({ ...tags, ...Tags });
    Object.assign(tags, Tags);
    this.#moved(Resource);
    return {};
  }

  UntagResource({ Resource = "", TagKeys = [] }: L.UntagResourceRequest) {
    const tags = this.tagsOf(Resource);
    for (const key of TagKeys) delete tags[key];
    this.#moved(Resource);
    return {};
  }

  protected tagsOf(arn: string): Record<string, string> {
    return this.fnOf(arn.split(":")[6]).tags;
  }

  /** A tag moves the revision of its function. */
  #moved(arn: string): void {
    const fn = this.functions.get(arn.split(":")[6] ?? "");
    if (fn !== undefined) fn.latest.revision = this.revision();
  }

  #putAlias(name: string, alias: Config) {
    const { RoutingConfig, FunctionVersion } = alias as unknown as L.CreateAliasRequest;
    this.fnAt(name, FunctionVersion);
    for (const version of Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})) {
      this.fnAt(name, version);
      if (version === FunctionVersion) throw invalid(`version ${version} is the alias's own`);
    }
    const made = { ...alias, RevisionId: this.revision() };
    this.fnOf(name).aliases.set(String(alias.Name), made);
    return { ...made, AliasArn: this.arn(name, String(alias.Name)) };
  }
}
