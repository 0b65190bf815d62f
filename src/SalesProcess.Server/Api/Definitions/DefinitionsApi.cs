using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Definitions: looking, drafting, checking, publishing.</summary>
internal static class DefinitionsApi
{
    private const string Designers = "process-designer";

    public static void MapDefinitions(this RouteGroupBuilder api)
    {
        var definitions = api.MapGroup("/definitions").WithTags("Definitions");
        definitions.MapGet("", (Call call, DefinitionReads reads) => Reply.Ok(new DefinitionPage(reads.List(call), null), ApiJson.Shared.DefinitionPage))
            .Describe("listDefinitions", "Lists all definitions, each in its published version, or in its latest if none is published.")
            .Answers<DefinitionPage>();
        definitions.MapGet("/{id}", Get)
            .Describe("getDefinition", "A definition with its content, the schema of its input and what is to say about it.")
            .Answers<DefinitionDetail>().Takes(new QueryParameter("version", "A certain version; without it the published one, or the latest if none is published."))
            .Refuses(RefusalCodes.NotFound);
        definitions.MapPut("/{id}", PutAsync)
            .Describe("putDraft", "Saves a draft: it replaces the latest version if that is not published, else it becomes a new one. The body is a definition in Elsa's JSON format.")
            .Body<JsonObject>().Answers<DefinitionDetail>()
            // Not found: somebody deletes it at the same moment.
            .Refuses(RefusalCodes.PermissionMissing, RefusalCodes.DefinitionInvalid, RefusalCodes.NotFound);
        definitions.MapPost("/{id}/publish", PublishAsync)
            .Describe("publishDefinition", "Publishes the latest version. New instances run it; running ones stay on theirs. Refused if anything in it is an error.")
            .Answers<DefinitionDetail>().Remakes((call, id) => Task.FromResult(Latest(call, id)))
            .Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing, RefusalCodes.DefinitionInvalid);
        definitions.MapPost("/{id}/retract", RetractAsync)
            .Describe("retractDefinition", "Takes the published version back: nothing new starts. Running instances go on.")
            .Answers<DefinitionDetail>().Remakes((call, id) => Task.FromResult(Latest(call, id)))
            .Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing, RefusalCodes.DefinitionNotPublished);
        definitions.MapPost("/{id}/versions/{version:int}/revert", RevertAsync)
            .Describe("revertDefinition", "Makes the content of an earlier version the draft. Nothing is published by it.")
            .Answers<DefinitionDetail>().Remakes((call, id) => Task.FromResult(Latest(call, id)))
            .Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing);
        definitions.MapDelete("/{id}", (string id, Call call, DefinitionService service) => DeleteAsync(id, null, call, service))
            .Describe("deleteDefinition", "Deletes a definition with all its versions. Refused while an instance, ended or not, or another definition stands on one of them.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing, RefusalCodes.DefinitionInUse);
        definitions.MapDelete("/{id}/versions/{version:int}", (string id, int version, Call call, DefinitionService service) => DeleteAsync(id, version, call, service))
            .Describe("deleteDefinitionVersion", "Deletes one version. Refused while an instance, ended or not, or another definition stands on it.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing, RefusalCodes.DefinitionInUse);
        definitions.MapPost("/validate", Validate)
            .Describe("validateDefinition", "Says what publishing would say, and keeps nothing.")
            .Body<JsonObject>().Answers<DiagnosticsDto>().WithMetadata(new ChangesNothing());
    }

    private static Reply Get(string id, Call call, DefinitionReads reads)
    {
        var query = call.Query();
        var version = query.Whole("version", 1, int.MaxValue);
        return query.Finish() is { } malformed ? Reply.Of(malformed) : Found(reads.Find(id, version, latest: false, call));
    }

    private static async Task<Reply> PutAsync(string id, Call call, DefinitionService definitions)
    {
        if (Forbidden(call, "save") is { } forbidden)
        {
            return Reply.Of(forbidden);
        }

        if (!TryReadObject(call, out var json, out var refusal))
        {
            return Reply.Of(refusal);
        }

        if (json.FirstOrDefault(p => string.Equals(p.Key, "definitionId", StringComparison.OrdinalIgnoreCase)).Value is JsonValue other && other.ToString() is { Length: > 0 } otherId && otherId != id)
        {
            return Reply.Of(new Refusal(
                RefusalCodes.DefinitionInvalid,
                $"The definition calls itself '{otherId}' and was sent to '{id}'.",
                [new FieldError("/definitionId", "id-differs", $"'{otherId}' must be '{id}', or be left out.")]));
        }

        var answer = await definitions.SaveDraftAsync(id, json, call.Caller, call.Aborted);
        return answer is Answer.Refused refused ? Reply.Of(refused.Refusal) : Latest(call, id);
    }

    private static async Task<Reply> PublishAsync(string id, Call call, DefinitionService definitions, DefinitionReads reads)
    {
        if (Forbidden(call, "publish") is { } forbidden)
        {
            return Reply.Of(forbidden);
        }

        if (await definitions.PublishAsync(id, call.Caller, call.Aborted) is not Answer.Refused { Refusal: var refusal })
        {
            return Latest(call, id);
        }

        return Reply.Of(refusal.Code == RefusalCodes.DefinitionInvalid && reads.Find(id, null, latest: true, call) is { } latest
            ? refusal with { Details = new Dictionary<string, object?>(StringComparer.Ordinal) { ["diagnostics"] = latest.Diagnostics.Select(ToValue).ToList() } }
            : refusal);
    }

    private static async Task<Reply> RetractAsync(string id, Call call, DefinitionService definitions) =>
        Forbidden(call, "retract") is { } forbidden ? Reply.Of(forbidden) : Changed(call, id, await definitions.RetractAsync(id, call.Caller, call.Aborted));

    private static async Task<Reply> RevertAsync(string id, int version, Call call, DefinitionService definitions) =>
        Forbidden(call, "revert") is { } forbidden ? Reply.Of(forbidden) : Changed(call, id, await definitions.RevertAsync(id, version, call.Caller, call.Aborted));

    private static async Task<Reply> DeleteAsync(string id, int? version, Call call, DefinitionService definitions)
    {
        if (Forbidden(call, "delete") is { } forbidden)
        {
            return Reply.Of(forbidden);
        }

        return await definitions.DeleteAsync(id, version, call.Caller, call.Aborted) is Answer.Refused refused ? Reply.Of(refused.Refusal) : Reply.NoContent();
    }

    private static Reply Changed(Call call, string id, Answer answer) => answer is Answer.Refused refused ? Reply.Of(refused.Refusal) : Latest(call, id);

    private static Reply Validate(Call call, DefinitionService definitions)
    {
        if (!TryReadObject(call, out var json, out var refusal))
        {
            return Reply.Of(refusal);
        }

        var findings = definitions.Validate(json, new JsonPlaces(Encoding.UTF8.GetString(call.Body)));
        return Reply.Ok(
            new DiagnosticsDto(!findings.Any(f => f.Severity == Severity.Error), [.. findings.Select(DefinitionReads.View)]),
            ApiJson.Shared.DiagnosticsDto);
    }

    private static Reply Latest(Call call, string id) => Found(call.Http.RequestServices.GetRequiredService<DefinitionReads>().Find(id, null, latest: true, call));

    private static Reply Found(DefinitionDetail? definition) =>
        definition is null ? Reply.Of(Refused.NotFound()) : Reply.Ok(definition, ApiJson.Shared.DefinitionDetail);

    private static Refusal? Forbidden(Call call, string verb) => call.Actor.IsAdmin || call.Actor.Groups.Contains(Designers)
        ? null
        : Refused.PermissionMissing($"{call.Asker.Id} may not {verb} definitions. Members of '{Designers}' and '{Actor.AdminGroup}' may.");

    private static bool TryReadObject(Call call, [NotNullWhen(true)] out JsonObject? json, [NotNullWhen(false)] out Refusal? refusal)
    {
        json = null;
        if (call.Body.Length == 0)
        {
            refusal = Refused.Malformed("A body is required: a definition as a JSON object.", [new FieldError("", "required", "A body is required.")]);
            return false;
        }

        if (!call.TryParse(out var parsed, out refusal))
        {
            return false;
        }

        json = parsed.ValueKind == System.Text.Json.JsonValueKind.Object ? JsonObject.Create(parsed) : null;
        if (json is not null)
        {
            return true;
        }

        refusal = Refused.Malformed("The body must be a JSON object: a definition.", [new FieldError("", "type", "It must be an object.")]);
        return false;
    }

    private static Dictionary<string, object?> ToValue(DiagnosticDto finding) => new(StringComparer.Ordinal)
    {
        ["severity"] = finding.Severity,
        ["code"] = finding.Code,
        ["path"] = finding.Path,
        ["activityId"] = finding.ActivityId,
        ["message"] = finding.Message,
    };
}
