using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Definitions: read them, save drafts, validate, publish.</summary>
internal static class DefinitionsApi
{
    private const string Columns = "SELECT definition_id, version, version_id, name, is_latest, is_published, created_at, json FROM definitions";

    public static void MapDefinitions(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/definitions").WithTags("Definitions");
        group.MapGet("/", List).Produces<Page<DefinitionSummary>>().WithName("listDefinitions");
        group.MapGet("/{id}", Get).Produces<DefinitionView>().WithName("getDefinition");
        group.MapPut("/{id}", SaveAsync).Accepts<JsonObject>("application/json").Produces<DefinitionView>().WithName("saveDraft");
        group.MapPost("/{id}/publish", PublishAsync).Produces<DefinitionView>().WithName("publishDefinition");
        group.MapPost("/validate", ValidateAsync).Accepts<JsonObject>("application/json").Produces<IReadOnlyList<DiagnosticView>>().WithName("validateDefinition");
    }

    private static IResult List(HttpContext http, Database database, CompanyRules rules)
    {
        var query = new QueryParameters(http.Request.Query);
        if (query.Refusal() is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var viewer = Viewer.Of(http);
        var items = database.Read(s => s.Query($"{Columns} WHERE is_latest = 1 OR is_published = 1 ORDER BY definition_id, version", r => Summary(r, viewer)));
        return Results.Json(new Page<DefinitionSummary>(items, null), ApiJson.Options);
    }

    private static IResult Get(string id, HttpContext http, Database database, CompanyRules rules, DefinitionService definitions)
    {
        var query = new QueryParameters(http.Request.Query);
        var version = query.Number("version");
        if (query.Refusal() is { } refusal)
        {
            return Problem.Of(refusal);
        }

        return Find(id, version, database, rules, definitions) is { } found ? Results.Json(found, ApiJson.Options) : Problem.Of(NotFound(id));
    }

    private static async Task<IResult> SaveAsync(string id, HttpContext http, Database database, CompanyRules rules, DefinitionService definitions)
    {
        var actor = http.ActorOf();
        var (json, refusal) = await ReadAsync(http);
        if ((Designs(actor) ?? refusal) is { } refused)
        {
            return Problem.Of(refused);
        }

        return await definitions.SaveDraftAsync(id, json!, new Caller(actor), http.RequestAborted) is Answer.Refused answer
            ? Problem.Of(answer.Refusal)
            : Results.Json(Find(id, null, database, rules, definitions, latest: true), ApiJson.Options);
    }

    private static Task<IResult> PublishAsync(string id, HttpContext http, Idempotency idempotency, Database database, CompanyRules rules, DefinitionService definitions) =>
        idempotency.RunAsync(
            http,
            async (body, caller) => (Designs(caller.Actor) ?? body.Refusal()) is { } refused
                ? new Answer.Refused(refused)
                : await definitions.PublishAsync(id, caller, http.RequestAborted) is var answer && answer is Answer.Refused { Refusal.Code: RefusalCodes.NotFound }
                    ? new Answer.Refused(NotFound(id))
                    : answer,
            found => Task.FromResult(Answered.Json(200, Find(found, null, database, rules, definitions)!)));

    private static async Task<IResult> ValidateAsync(HttpContext http, DefinitionService definitions)
    {
        var (json, refusal) = await ReadAsync(http);
        return refusal is not null ? Problem.Of(refusal) : Results.Json(definitions.Validate(json!).Select(DiagnosticView.Of).ToList(), ApiJson.Options);
    }

    private static async Task<(JsonObject? Json, Refusal? Refusal)> ReadAsync(HttpContext http)
    {
        var (bytes, refusal) = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        try
        {
            return JsonNode.Parse(bytes.Length == 0 ? "null"u8.ToArray() : bytes, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject json
                ? (json, null)
                : (null, new Refusal(RefusalCodes.MalformedRequest, "A workflow definition is a JSON object with a 'root' activity."));
        }
        catch (JsonException broken)
        {
            return (null, new Refusal(RefusalCodes.MalformedRequest, $"The body is not JSON: {broken.Message}"));
        }
    }

    private static DefinitionView? Find(string id, int? version, Database database, CompanyRules rules, DefinitionService definitions, bool latest = false) => database.Read(s => s.Find(
        $"{Columns} WHERE definition_id = $1 AND ($2 IS NULL OR version = $2) ORDER BY {(latest ? "" : "is_published DESC, ")}version DESC LIMIT 1",
        r =>
        {
            var json = (JsonObject)JsonNode.Parse(r.GetString(7))!;
            var schema = (json["customProperties"]?["inputSchema"] as JsonValue)?.GetValue<string>() is { } form ? rules.Form(form) : null;
            return new DefinitionView(
                r.GetString(0), r.GetInt32(1), r.GetString(2), Projections.Text(r, 3), r.GetBoolean(4), r.GetBoolean(5), Projections.Time(r.GetInt64(6)), json,
                schema is null ? null : ValueJson.Parse(schema.Text), [.. definitions.Validate(json).Select(DiagnosticView.Of)]);
        },
        id, version));

    private static DefinitionSummary Summary(DbDataReader row, Viewer viewer)
    {
        var definition = DefinitionReader.Read(row.GetString(7));
        var title = LocalizedText.FromValue(ValueJson.FromNode(definition.CustomProperties["title"]));
        return new DefinitionSummary(
            row.GetString(0), row.GetInt32(1), row.GetString(2), Projections.Text(row, 3), title?.For(viewer.Language), row.GetBoolean(4), row.GetBoolean(5), Projections.Time(row.GetInt64(6)));
    }

    private static Refusal? Designs(Actor actor) => actor.Groups.Contains("process-designer") || actor.IsAdmin
        ? null
        : new Refusal(RefusalCodes.PermissionMissing, "Definitions are changed by members of 'process-designer' or 'admin'.");

    private static Refusal NotFound(string id) => new(RefusalCodes.NotFound, $"There is no definition '{id}'.");
}
