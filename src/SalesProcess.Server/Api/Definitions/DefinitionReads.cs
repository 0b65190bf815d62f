using System.Data.Common;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Reads definitions straight from their table.</summary>
internal sealed class DefinitionReads(Database database, DefinitionService definitions, CompanyRules rules, FormTexts forms)
{
    private const string Columns = "d.version_id, d.version, d.is_latest, d.is_published, d.created_at, d.json";

    public IReadOnlyList<DefinitionSummary> List(Call call) => [.. database.Read(session => session.Query(
            $"""
            SELECT {Columns} FROM definitions d
            WHERE d.is_published = 1 OR (d.is_latest = 1 AND NOT EXISTS (SELECT 1 FROM definitions p WHERE p.definition_id = d.definition_id AND p.is_published = 1))
            ORDER BY d.definition_id
            """,
            Read))
        .Select(row => Summary(row, call))];

    /// <param name="latest">The latest version rather than the published one.</param>
    public DefinitionDetail? Find(string id, int? version, bool latest, Call call)
    {
        var order = latest ? "d.version DESC" : "d.is_published DESC, d.version DESC";
        var rows = database.Read(session => session.Query(
            $"SELECT {Columns} FROM definitions d WHERE d.definition_id = $1 AND ($2 IS NULL OR d.version = $2) ORDER BY {order} LIMIT 1", Read, id, version));
        if (rows is not [var row])
        {
            return null;
        }

        return new DefinitionDetail(Summary(row, call))
        {
            Versions = database.Read(session => session.Query(
                "SELECT version, is_published, created_at FROM definitions WHERE definition_id = $1 ORDER BY version DESC",
                r => new DefinitionVersionDto(r.GetInt32(0), r.GetBoolean(1), r.Time(2)), id)),
            InputSchema = InputSchema(row.Definition),
            Definition = new JsonText(row.Json),
            Diagnostics = [.. definitions.Validate(row.Definition).Select(View)],
        };
    }

    public static DiagnosticDto View(Diagnostic finding) =>
        new(finding.Severity.ToString().ToLowerInvariant(), finding.Code, finding.Path, finding.ActivityId, finding.Message, finding.Place?.Line, finding.Place?.Column);

    private JsonText? InputSchema(WorkflowDefinition definition) =>
        definition.CustomProperties["inputSchema"] is JsonValue name && name.TryGetValue<string>(out var id) && rules.Form(id) is { } form ? forms.Schema(form) : null;

    private static DefinitionSummary Summary(Row row, Call call) => new()
    {
        Id = row.Definition.DefinitionId,
        Version = row.Version,
        VersionId = row.VersionId,
        Name = row.Definition.Name,
        Title = LocalizedText.FromValue(ValueJson.FromNode(row.Definition.CustomProperties["title"]))?.For(call.Language) ?? row.Definition.Name ?? row.Definition.DefinitionId,
        Description = row.Definition.Description,
        Stage = StageTitle.IdOf(row.Definition) is { } stage ? new StageDto(stage, StageTitle.Of(row.Definition)?.For(call.Language) ?? stage) : null,
        IsPublished = row.IsPublished,
        IsLatest = row.IsLatest,
        CreatedAt = row.CreatedAt,
    };

    private static Row Read(DbDataReader r) =>
        new(r.GetString(0), r.GetInt32(1), r.GetBoolean(2), r.GetBoolean(3), r.Time(4), r.GetString(5), DefinitionReader.Read(r.GetString(5)));

    private sealed record Row(string VersionId, int Version, bool IsLatest, bool IsPublished, DateTimeOffset CreatedAt, string Json, WorkflowDefinition Definition);
}
