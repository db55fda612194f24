import type * as G from "@aws-sdk/client-apigatewayv2";
import { type Fields, isFields, merged } from "./fake-apis/merge.ts";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

/** A part of an API by its id, with all that AWS tells of it. */
type Parts = Map<string, Fields>;

interface FakeApi {
  fields: Fields & { ApiId: string };
  tags: Record<string, string>;
  readonly authorizers: Parts;
  readonly deployments: Parts;
  readonly integrations: Parts;
  /** By integration and id. */
  readonly integrationResponses: Parts;
  readonly models: Parts;
  readonly routes: Parts;
  readonly routeResponses: Parts;
  /** By name. */
  readonly stages: Parts;
}

type Collection = Exclude<keyof FakeApi, "fields" | "tags">;
type Input = Fields & Partial<Record<"ApiId" | "NextToken" | "MaxResults", string | undefined>>;

/** HTTP and WebSocket APIs of one account and region in memory: what is kept, and no requests. */
export class FakeApis extends FakeService<G.ApiGatewayV2Client> {
  readonly service = "apigateway";
  readonly apis = new Map<string, FakeApi>();
  /** API mappings by the domain name that has them. */
  readonly domains = new Map<string, Parts>();
  readonly links = new Set<string>();
  #drawn = 0;
  /** Milliseconds since 1970. */
  now = Date.parse("2026-06-01T00:00:00Z");

  CreateApi({ Tags = {}, Target: _target, ...told }: G.CreateApiRequest) {
    return this.have(this.#draw(), told as unknown as Fields, Tags);
  }

  /** Keeps an API under an id of the test's own. */
  have(ApiId: string, told: Fields, tags: Readonly<Record<string, string>> = {}) {
    const isSocket = told.ProtocolType === "WEBSOCKET";
    const defaults = {
      ApiEndpoint: `${isSocket ? "wss" : "https"}://${ApiId}.execute-api.${this.region}.amazonaws.com`,
      ApiKeySelectionExpression: "$request.header.x-api-key",
      CreatedDate: new Date(this.now),
      DisableExecuteApiEndpoint: false,
      IpAddressType: "ipv4",
      ...(isSocket ? { DisableSchemaValidation: false } : {}),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own form
      RouteSelectionExpression: "${request.method} ${request.path}",
    };
    const parts = () => new Map<string, Fields>();
    const api: FakeApi = {
      fields: { ...defaults, ...told, ApiId },
      tags: { ...tags },
      ...{ authorizers: parts(), deployments: parts(), integrations: parts(), integrationResponses: parts() },
      ...{ models: parts(), routes: parts(), routeResponses: parts(), stages: parts() },
    };
    this.apis.set(ApiId, api);
    return this.#told(api);
  }

  named(name: string): FakeApi | undefined {
    return [...this.apis.values()].find(({ fields }) => fields.Name === name);
  }

  GetApi({ ApiId }: Input) {
    return this.#told(this.#api(ApiId));
  }

  GetApis(input: Input) {
    return this.#page(
      [...this.apis.values()].map((api) => this.#told(api)),
      input,
    );
  }

  UpdateApi({ ApiId, ...told }: Input) {
    const api = this.#api(ApiId);
    api.fields = { ...merged(api.fields, told), ApiId: api.fields.ApiId };
    return this.#told(api);
  }

  DeleteCorsConfiguration({ ApiId }: Input) {
    delete this.#api(ApiId).fields.CorsConfiguration;
    return {};
  }

  CreateAuthorizer(input: Input) {
    const { authorizers } = this.#api(input.ApiId);
    if ([...authorizers.values()].some(({ Name }) => Name === input.Name))
      throw awsError(
        "ConflictException",
        409,
        `Authorizer name must be unique. Authorizer ${String(input.Name)} already exists`,
      );
    return this.#create("authorizers", "AuthorizerId", input);
  }

  GetAuthorizers(input: Input) {
    return this.#list("authorizers", input);
  }

  UpdateAuthorizer(input: Input) {
    return this.#update("authorizers", "AuthorizerId", input);
  }

  DeleteAuthorizer(input: Input) {
    const used = [...this.#api(input.ApiId).routes.values()].some(
      (route) => route.AuthorizerId === input.AuthorizerId,
    );
    if (used) throw awsError("ConflictException", 409, "Cannot delete authorizer, is referenced in route");
    return this.#delete("authorizers", String(input.AuthorizerId), input);
  }

  CreateModel(input: Input) {
    const { models } = this.#api(input.ApiId);
    if ([...models.values()].some(({ Name }) => Name === input.Name))
      throw awsError("ConflictException", 409, `Model name already exists for this Api`);
    return this.#create("models", "ModelId", input);
  }

  GetModels(input: Input) {
    return this.#list("models", input);
  }

  UpdateModel(input: Input) {
    return this.#update("models", "ModelId", input);
  }

  DeleteModel(input: Input) {
    return this.#delete("models", String(input.ModelId), input);
  }

  CreateIntegration(input: Input) {
    const defaults = { ConnectionType: "INTERNET", PayloadFormatVersion: "1.0", TimeoutInMillis: 30_000 };
    return this.#create("integrations", "IntegrationId", { ...defaults, ...input });
  }

  GetIntegrations(input: Input) {
    return this.#list("integrations", input);
  }

  UpdateIntegration(input: Input) {
    const { IntegrationSubtype: is } = this.#part("integrations", String(input.IntegrationId), input);
    const { IntegrationType, IntegrationSubtype, RequestParameters } = input;
    const isWhole = IntegrationType !== undefined && IntegrationSubtype === is && isFields(RequestParameters);
    if (is !== undefined && !(isWhole && !Object.values(RequestParameters).includes("")))
      throw awsError("BadRequestException", 400, "Parameters of a service integration are missing or empty");
    return this.#update("integrations", "IntegrationId", input);
  }

  DeleteIntegration(input: Input) {
    this.#refuseManaged("integrations", String(input.IntegrationId), input);
    const target = `integrations/${String(input.IntegrationId)}`;
    const used = [...this.#api(input.ApiId).routes.values()].some(({ Target }) => Target === target);
    if (used) throw awsError("ConflictException", 409, "Cannot delete integration, is referenced in route");
    return this.#delete("integrations", String(input.IntegrationId), input);
  }

  CreateIntegrationResponse(input: Input) {
    this.#part("integrations", String(input.IntegrationId), input);
    return this.#create("integrationResponses", "IntegrationResponseId", input);
  }

  GetIntegrationResponses(input: Input) {
    return this.#list("integrationResponses", input, "IntegrationId");
  }

  UpdateIntegrationResponse(input: Input) {
    return this.#update("integrationResponses", "IntegrationResponseId", input);
  }

  DeleteIntegrationResponse(input: Input) {
    return this.#delete("integrationResponses", String(input.IntegrationResponseId), input);
  }

  CreateRoute(input: Input) {
    const { routes, integrations, authorizers } = this.#api(input.ApiId);
    if ([...routes.values()].some(({ RouteKey }) => RouteKey === input.RouteKey))
      throw awsError(
        "ConflictException",
        409,
        `Route with key ${String(input.RouteKey)} already exists for this API`,
      );
    const [, integration] = /^integrations\/(.+)$/.exec(String(input.Target ?? "")) ?? [];
    if (integration !== undefined && !integrations.has(integration))
      throw awsError("BadRequestException", 400, `Invalid integration identifier specified`);
    if (input.AuthorizerId !== undefined && !authorizers.has(String(input.AuthorizerId)))
      throw awsError("BadRequestException", 400, `Invalid authorizer identifier specified`);
    return this.#create("routes", "RouteId", { ApiKeyRequired: false, AuthorizationType: "NONE", ...input });
  }

  GetRoutes(input: Input) {
    return this.#list("routes", input);
  }

  UpdateRoute(input: Input) {
    if (input.RouteKey !== undefined) this.#refuseManaged("routes", String(input.RouteId), input);
    return this.#update("routes", "RouteId", input);
  }

  DeleteRoute(input: Input) {
    this.#refuseManaged("routes", String(input.RouteId), input);
    return this.#delete("routes", String(input.RouteId), input);
  }

  DeleteRouteRequestParameter(input: Input) {
    const route = this.#part("routes", String(input.RouteId), input);
    const { [String(input.RequestParameterKey)]: _gone, ...rest } = (route.RequestParameters ?? {}) as Fields;
    if (Object.keys(rest).length === 0) delete route.RequestParameters;
    else route.RequestParameters = rest;
    return {};
  }

  CreateRouteResponse(input: Input) {
    this.#part("routes", String(input.RouteId), input);
    return this.#create("routeResponses", "RouteResponseId", input);
  }

  GetRouteResponses(input: Input) {
    return this.#list("routeResponses", input, "RouteId");
  }

  UpdateRouteResponse(input: Input) {
    return this.#update("routeResponses", "RouteResponseId", input);
  }

  DeleteRouteResponse(input: Input) {
    return this.#delete("routeResponses", String(input.RouteResponseId), input);
  }

  CreateDeployment({ ApiId, Description }: Input) {
    return this.#create("deployments", "DeploymentId", {
      ...{ ApiId, AutoDeployed: false, CreatedDate: new Date(this.now), DeploymentStatus: "DEPLOYED" },
      ...(Description !== undefined && { Description }),
    });
  }

  GetDeployments(input: Input) {
    return this.#list("deployments", input);
  }

  CreateStage({ ApiId, Tags = {}, ...told }: Input) {
    const { stages, deployments } = this.#api(ApiId);
    const name = String(told.StageName);
    if (stages.has(name)) throw awsError("ConflictException", 409, "Stage already exists");
    if (told.DeploymentId !== undefined && !deployments.has(String(told.DeploymentId)))
      throw awsError("NotFoundException", 404, "Invalid Deployment identifier specified");
    this.#checkRouteSettings(ApiId, told);
    const auto = told.AutoDeploy === true ? this.#autoDeployed(ApiId) : undefined;
    const stage = {
      ...{ CreatedDate: new Date(this.now), LastUpdatedDate: new Date(this.now), RouteSettings: {} },
      ...{ DefaultRouteSettings: { DetailedMetricsEnabled: false }, StageVariables: {}, ...told },
      ...(auto !== undefined && { DeploymentId: auto }),
      Tags,
    };
    stages.set(name, stage);
    return stage;
  }

  GetStage({ ApiId, StageName }: Input) {
    return this.#part("stages", String(StageName), { ApiId });
  }

  GetStages(input: Input) {
    return this.#list("stages", input);
  }

  UpdateStage({ ApiId, StageName, ...told }: Input) {
    const stage = this.GetStage({ ApiId, StageName });
    const { stages } = this.#api(ApiId);
    if (stage.ApiGatewayManaged === true)
      throw awsError("ConflictException", 409, "Cannot change a part that API Gateway manages");
    this.#checkRouteSettings(ApiId, told);
    const kept = { RouteSettings: {}, StageVariables: {} };
    stages.set(String(StageName), { ...kept, ...merged(stage, told) });
    return stages.get(String(StageName));
  }

  DeleteStage({ ApiId, StageName }: Input) {
    const mapped = [...this.domains.values()].some((all) =>
      [...all.values()].some((one) => one.ApiId === ApiId && one.Stage === StageName),
    );
    if (mapped)
      throw awsError("BadRequestException", 400, "Deleting stage failed due to a mapping of a domain name");
    return this.#delete("stages", String(StageName), { ApiId });
  }

  DeleteAccessLogSettings(input: Input) {
    delete this.GetStage(input).AccessLogSettings;
    return {};
  }

  DeleteRouteSettings({ RouteKey, ...input }: Input) {
    const stage = this.GetStage(input);
    const { [String(RouteKey)]: _gone, ...rest } = (stage.RouteSettings ?? {}) as Fields;
    stage.RouteSettings = rest;
    return {};
  }

  GetDomainNames(input: Input) {
    return this.#page(
      [...this.domains.keys()].map((DomainName) => ({ DomainName })),
      input,
    );
  }

  GetDomainName({ DomainName }: Input) {
    this.#domain(DomainName);
    return { DomainName };
  }

  GetApiMappings({ DomainName, ...input }: Input) {
    return this.#page([...this.#domain(DomainName).values()], input);
  }

  CreateApiMapping({ DomainName, ApiMappingKey = "", ApiId, Stage }: Input) {
    const all = this.#domain(DomainName);
    if ([...all.values()].some((one) => one.ApiMappingKey === ApiMappingKey))
      throw awsError("ConflictException", 409, "ApiMapping key already exists for this domain name");
    this.GetStage({ ApiId, StageName: Stage });
    const one = { ApiMappingId: this.#draw(), ApiMappingKey, ApiId, Stage };
    all.set(one.ApiMappingId, one);
    return one;
  }

  DeleteApiMapping({ DomainName, ApiMappingId }: Input) {
    if (!this.#domain(DomainName).delete(String(ApiMappingId)))
      throw absent("Invalid API mapping identifier specified");
    return {};
  }

  GetVpcLink({ VpcLinkId }: Input) {
    if (!this.links.has(String(VpcLinkId))) throw absent("Invalid VpcLink identifier specified");
    return { VpcLinkId };
  }

  TagResource({ ResourceArn = "", Tags = {} }: { ResourceArn?: string; Tags?: Record<string, string> }) {
    Object.assign(this.#tagged(ResourceArn), Tags);
    return {};
  }

  #tagged(arn: string): Record<string, string> {
    const [, api, stage] = /\/apis\/([^/]+)(?:\/stages\/(.+))?$/.exec(arn) ?? [];
    if (stage === undefined) return this.#api(api).tags;
    return this.GetStage({ ApiId: api, StageName: stage }).Tags as Record<string, string>;
  }

  #told({ fields, tags }: FakeApi) {
    return { ...fields, Tags: tags };
  }

  #create(collection: Collection, idKey: string, { ApiId, ...told }: Input) {
    const id = this.#draw();
    const part = { ...told, [idKey]: id };
    this.#api(ApiId)[collection].set(id, part);
    return part;
  }

  #update(collection: Collection, idKey: string, { ApiId, ...told }: Input) {
    const id = String(told[idKey]);
    const now = this.#part(collection, id, { ApiId });
    const next = merged(now, told);
    this.#api(ApiId)[collection].set(id, next);
    return next;
  }

  #delete(collection: Collection, id: string, { ApiId }: Input) {
    if (!this.#api(ApiId)[collection].delete(id))
      throw absent(`Invalid ${collection} identifier specified ${id}`);
    return {};
  }

  #list(collection: Collection, input: Input, of?: string) {
    const all = [...this.#api(input.ApiId)[collection].values()];
    return this.#page(of === undefined ? all : all.filter((one) => one[of] === input[of]), input);
  }

  #part(collection: Collection, id: string, { ApiId }: Input): Fields {
    const found = this.#api(ApiId)[collection].get(id);
    if (found === undefined) throw absent(`Invalid ${collection} identifier specified ${id}`);
    return found;
  }

  #checkRouteSettings(ApiId: string | undefined, told: Fields): void {
    const keys = [...this.#api(ApiId).routes.values()].map(({ RouteKey }) => String(RouteKey));
    const { RouteSettings = {}, DefaultRouteSettings = {} } = told as Record<string, Fields>;
    for (const key of Object.keys(RouteSettings))
      if (!keys.includes(key))
        throw awsError(
          "NotFoundException",
          404,
          `Unable to find Route by key ${key} within the provided RouteSettings`,
        );
    for (const one of [DefaultRouteSettings, ...Object.values(RouteSettings)] as Fields[])
      for (const limit of [one.ThrottlingBurstLimit, one.ThrottlingRateLimit])
        if (limit !== undefined && typeof limit !== "number")
          throw awsError("SerializationException", 400, "STRING_VALUE can not be converted to a number");
  }

  #refuseManaged(collection: Collection, id: string, input: Input): void {
    if (this.#part(collection, id, input).ApiGatewayManaged === true)
      throw awsError("ConflictException", 409, "Cannot change a part that API Gateway manages");
  }

  #api(id: string | undefined): FakeApi {
    const found = this.apis.get(id ?? "");
    if (found === undefined) throw absent(`Invalid API identifier specified ${this.account}:${id}`);
    return found;
  }

  #domain(name: unknown): Parts {
    const found = this.domains.get(String(name));
    if (found === undefined) throw absent("Invalid domain name identifier specified");
    return found;
  }

  #autoDeployed(ApiId: string | undefined): string {
    const id = this.#draw();
    const CreatedDate = new Date(this.now);
    this.#api(ApiId).deployments.set(id, {
      DeploymentId: id,
      AutoDeployed: true,
      CreatedDate,
      DeploymentStatus: "DEPLOYED",
    });
    return id;
  }

  #page(all: readonly object[], { NextToken, MaxResults }: Input) {
    return this.paged("Items", all, NextToken, {
      token: "NextToken",
      ...(MaxResults && { most: Number(MaxResults) }),
    });
  }

  #draw(): string {
    this.#drawn += 1;
    return `z${this.#drawn.toString(36).padStart(6, "0")}`;
  }
}

const absent = (message: string): Error => awsError("NotFoundException", 404, message);
