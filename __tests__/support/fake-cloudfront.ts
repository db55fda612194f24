import type * as C from "@aws-sdk/client-cloudfront";
import { awsError } from "./fake-aws/error.ts";
import { FakeService, type ServiceOptions } from "./fake-aws/service.ts";
import { checkConfig, invalid } from "./fake-cloudfront/check.ts";
import { FakeKeyValues, type MadeStore } from "./fake-cloudfront/key-values.ts";

interface MadeDistribution {
  readonly domain: string;
  config: C.DistributionConfig;
  etag: string;
  tags: Record<string, string>;
}

interface Stage {
  config: C.FunctionConfig;
  code: Uint8Array;
  etag: string;
}

interface MadeFunction {
  development: Stage;
  live?: Stage;
}

/** CloudFront of one account in memory: what it keeps, and no requests. It lies in no region. */
export class FakeCloudFront extends FakeService<C.CloudFrontClient> {
  readonly service = "cloudfront";
  readonly distributions = new Map<string, MadeDistribution>();
  readonly functions = new Map<string, MadeFunction>();
  /** Ids of policies, key groups and access controls that are not there; all others are. */
  readonly absent = new Set<string>();
  /** What it says of a version that a distribution is to call. */
  refusing: string | undefined;
  readonly keyValues: FakeKeyValues;
  #drawn = 0;

  constructor(place?: ServiceOptions) {
    super(place);
    const { account, region, wire } = this;
    this.keyValues = new FakeKeyValues({ account, region, wire });
  }

  arn(id: string): string {
    return `arn:aws:cloudfront::${this.account}:distribution/${id}`;
  }

  /** Keeps a distribution under an id of the test's own. */
  have(id: string, config: C.DistributionConfig, tags: Record<string, string> = {}): void {
    this.#check(config);
    const domain = `${id.toLowerCase()}.cloudfront.net`;
    this.distributions.set(id, { domain, config, etag: this.#draw(), tags: { ...tags } });
  }

  /** Keeps a CloudFront function that is published. */
  haveFunction(name: string, config: C.FunctionConfig, code: string): void {
    const stage = { config, code: new TextEncoder().encode(code), etag: this.#draw() };
    this.functions.set(name, { development: stage, live: { ...stage, etag: this.#draw() } });
  }

  CreateDistributionWithTags({
    DistributionConfigWithTags: { DistributionConfig: config, Tags: tags } = {} as never,
  }: C.CreateDistributionWithTagsRequest) {
    if (config === undefined) throw invalid("MissingBody", "no configuration");
    for (const [id, { config: other }] of this.distributions)
      if (other.CallerReference === config.CallerReference)
        throw awsError("DistributionAlreadyExists", 409, `The caller reference is that of ${id}.`);
    const id = `E${this.#draw()}`;
    this.#names(id, config);
    this.have(id, config, Object.fromEntries((tags?.Items ?? []).map(({ Key, Value }) => [Key, Value])));
    return this.GetDistribution({ Id: id });
  }

  GetDistribution({ Id = "" }: C.GetDistributionRequest) {
    const { config, etag, domain } = this.#found(Id);
    const arn = { Id, ARN: this.arn(Id), DomainName: domain, Status: "Deployed" };
    return { Distribution: { ...arn, DistributionConfig: shown(config) }, ETag: etag };
  }

  UpdateDistribution({ Id = "", IfMatch, DistributionConfig: config }: C.UpdateDistributionRequest) {
    const found = this.#found(Id);
    if (IfMatch === undefined) throw invalid("InvalidIfMatchVersion", "The If-Match version is missing.");
    if (IfMatch !== found.etag)
      throw awsError("PreconditionFailed", 412, "The request failed: the ETag is another.");
    if (config === undefined || config.CallerReference !== found.config.CallerReference)
      throw invalid("IllegalUpdate", "The caller reference cannot be changed.");
    this.#names(Id, config);
    this.#check(config);
    Object.assign(found, { config, etag: this.#draw() });
    return this.GetDistribution({ Id });
  }

  ListDistributions({ Marker, MaxItems }: C.ListDistributionsRequest) {
    const all = [...this.distributions].map(([Id, { config, domain }]) => {
      const { CallerReference: _, DefaultRootObject: __, Logging: ___, ...summary } = shown(config);
      return { ...summary, Id, ARN: this.arn(Id), DomainName: domain, Status: "Deployed" };
    });
    const most = MaxItems === undefined ? undefined : Number(MaxItems);
    const page = this.paged("Items", all, Marker, { most }) as { Items: unknown[]; NextMarker?: string };
    return {
      DistributionList: {
        ...page,
        Marker: Marker ?? "",
        MaxItems: this.page,
        IsTruncated: page.NextMarker !== undefined,
        Quantity: page.Items.length,
      },
    };
  }

  ListTagsForResource({ Resource = "" }: C.ListTagsForResourceRequest) {
    const { tags } = this.#tagged(Resource);
    return { Tags: { Items: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } };
  }

  TagResource({ Resource = "", Tags: { Items: items = [] } = {} }: C.TagResourceRequest) {
    const { tags } = this.#tagged(Resource);
    for (const { Key = "", Value = "" } of items) tags[Key] = Value;
    return {};
  }

  CreateFunction({ Name = "", FunctionConfig: config, FunctionCode: code }: C.CreateFunctionRequest) {
    if (this.functions.has(Name)) throw awsError("FunctionAlreadyExists", 409, `${Name} exists.`);
    if (config === undefined || code === undefined) throw invalid("InvalidArgument", "no code");
    this.functions.set(Name, { development: { config, code, etag: this.#draw() } });
    return this.DescribeFunction({ Name });
  }

  UpdateFunction({
    Name = "",
    IfMatch,
    FunctionConfig: config,
    FunctionCode: code,
  }: C.UpdateFunctionRequest) {
    const found = this.#written(Name, IfMatch);
    if (config === undefined || code === undefined) throw invalid("InvalidArgument", "no code");
    found.development = { config, code, etag: this.#draw() };
    return this.DescribeFunction({ Name });
  }

  PublishFunction({ Name = "", IfMatch }: C.PublishFunctionRequest) {
    const found = this.#written(Name, IfMatch);
    found.live = { ...found.development, etag: this.#draw() };
    return this.DescribeFunction({ Name, Stage: "LIVE" });
  }

  DescribeFunction({ Name = "", Stage = "DEVELOPMENT" }: C.DescribeFunctionRequest) {
    const { config, etag } = this.#stage(Name, Stage);
    const FunctionARN = `arn:aws:cloudfront::${this.account}:function/${Name}`;
    return {
      FunctionSummary: { Name, FunctionConfig: config, FunctionMetadata: { FunctionARN, Stage } },
      ETag: etag,
    };
  }

  GetFunction({ Name = "", Stage = "DEVELOPMENT" }: C.GetFunctionRequest) {
    const { code, etag } = this.#stage(Name, Stage);
    return { FunctionCode: code, ETag: etag };
  }

  CreateKeyValueStore({ Name = "", Comment = "" }: C.CreateKeyValueStoreRequest) {
    if (this.keyValues.stores.has(Name)) throw awsError("EntityAlreadyExists", 409, `${Name} exists.`);
    this.keyValues.have(Name, {}, Comment);
    this.#store(Name).provisioning = 2;
    return { KeyValueStore: this.#shownStore(Name), ETag: `etag-${Name}` };
  }

  DescribeKeyValueStore({ Name = "" }: C.DescribeKeyValueStoreRequest) {
    const store = this.#store(Name);
    store.provisioning = Math.max(0, store.provisioning - 1);
    return { KeyValueStore: this.#shownStore(Name), ETag: `etag-${Name}` };
  }

  UpdateKeyValueStore({ Name = "", Comment = "", IfMatch }: C.UpdateKeyValueStoreRequest) {
    if (IfMatch !== `etag-${Name}`) throw awsError("PreconditionFailed", 412, "The ETag is another.");
    this.#store(Name).comment = Comment;
    return this.DescribeKeyValueStore({ Name });
  }

  ListKeyValueStores({ Marker }: C.ListKeyValueStoresRequest) {
    const all = [...this.keyValues.stores.keys()].map((name) => this.#shownStore(name));
    const page = this.paged("Items", all, Marker) as { Items: unknown[]; NextMarker?: string };
    return { KeyValueStoreList: { ...page, MaxItems: this.page, Quantity: page.Items.length } };
  }

  GetCachePolicy({ Id = "" }: C.GetCachePolicyRequest) {
    return this.#kept(Id, "NoSuchCachePolicy");
  }

  GetOriginRequestPolicy({ Id = "" }: C.GetOriginRequestPolicyRequest) {
    return this.#kept(Id, "NoSuchOriginRequestPolicy");
  }

  GetResponseHeadersPolicy({ Id = "" }: C.GetResponseHeadersPolicyRequest) {
    return this.#kept(Id, "NoSuchResponseHeadersPolicy");
  }

  GetCloudFrontOriginAccessIdentity({ Id = "" }: C.GetCloudFrontOriginAccessIdentityRequest) {
    return this.#kept(Id, "NoSuchCloudFrontOriginAccessIdentity");
  }

  GetFieldLevelEncryptionConfig({ Id = "" }: C.GetFieldLevelEncryptionConfigRequest) {
    return this.#kept(Id, "NoSuchFieldLevelEncryptionConfig");
  }

  GetVpcOrigin({ Id = "" }: C.GetVpcOriginRequest) {
    return this.#kept(Id, "EntityNotFound");
  }

  GetKeyGroup({ Id = "" }: C.GetKeyGroupRequest) {
    return this.#kept(Id, "NoSuchResource");
  }

  GetOriginAccessControl({ Id = "" }: C.GetOriginAccessControlRequest) {
    return this.#kept(Id, "NoSuchOriginAccessControl");
  }

  #store(name: string): MadeStore {
    const found = this.keyValues.stores.get(name);
    if (found === undefined) throw awsError("EntityNotFound", 404, `There is no ${name}.`);
    return found;
  }

  #shownStore(Name: string): C.KeyValueStore {
    const store = this.#store(Name);
    const Status = store.provisioning > 0 ? "PROVISIONING" : "READY";
    const at = { ARN: this.keyValues.arn(store), Id: store.id, LastModifiedTime: new Date(0) };
    return { ...at, Name, Comment: store.comment, Status };
  }

  #kept(Id: string, absent: string) {
    if (this.absent.has(Id)) throw awsError(absent, 404, `There is no ${Id}.`);
    return { ETag: `etag-${Id}` };
  }

  #found(id: string): MadeDistribution {
    const found = this.distributions.get(id);
    if (found === undefined) throw awsError("NoSuchDistribution", 404, `There is no distribution ${id}.`);
    return found;
  }

  #tagged(arn: string): MadeDistribution {
    const found = this.distributions.get(arn.slice(arn.lastIndexOf("/") + 1));
    if (found === undefined) throw awsError("NoSuchResource", 404, `There is no ${arn}.`);
    return found;
  }

  #stage(name: string, stage: C.FunctionStage): Stage {
    const found = this.functions.get(name);
    const of = stage === "LIVE" ? found?.live : found?.development;
    if (of === undefined) throw awsError("NoSuchFunctionExists", 404, `${name} is not in ${stage}.`);
    return of;
  }

  #written(name: string, IfMatch: string | undefined): MadeFunction {
    const { etag } = this.#stage(name, "DEVELOPMENT");
    if (IfMatch !== etag) throw awsError("PreconditionFailed", 412, "The ETag is another.");
    return this.functions.get(name) as MadeFunction;
  }

  /** One distribution of all accounts has a name: here of the account. */
  #names(id: string, { Aliases: aliases }: C.DistributionConfig): void {
    for (const alias of aliases?.Items ?? [])
      for (const [other, { config }] of this.distributions)
        if (other !== id && config.Aliases?.Items?.includes(alias))
          throw awsError(
            "CNAMEAlreadyExists",
            409,
            "One or more of the CNAMEs you provided are already associated with a different resource.",
          );
  }

  #check(config: C.DistributionConfig): void {
    if (this.refusing !== undefined) throw invalid("InvalidLambdaFunctionAssociation", this.refusing);
    checkConfig(config, (name) => this.functions.get(name)?.live !== undefined);
  }

  #draw(): string {
    this.#drawn += 1;
    return `${this.region.replaceAll("-", "").toUpperCase()}${String(this.#drawn).padStart(4, "0")}`;
  }
}

/** What CloudFront says twice of a certificate. */
function shown(config: C.DistributionConfig): C.DistributionConfig {
  const { ViewerCertificate: certificate } = config;
  if (certificate === undefined) return config;
  const { ACMCertificateArn: arn } = certificate;
  const twice =
    arn === undefined ? { CertificateSource: "cloudfront" } : { Certificate: arn, CertificateSource: "acm" };
  return { ...config, ViewerCertificate: { ...certificate, ...twice } as C.ViewerCertificate };
}
