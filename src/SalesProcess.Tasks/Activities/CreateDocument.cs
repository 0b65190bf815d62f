using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Expressions;

namespace SalesProcess.Tasks.Activities;

/// <summary>Keeps a text as a document. It never changes: a new version is a new document.</summary>
[Activity("SalesProcess", "Documents", "Stores a text as a document; approvals refer to exactly these bytes.")]
public sealed class CreateDocument : Activity
{
    [Input("The file name people see.")]
    public Input<string> DocumentName { get; set; } = null!;

    [Input("The text.", UiHint = "multi-line")]
    public Input<string> Content { get; set; } = null!;

    [Input("What kind of file it is.", Default = "text/plain; charset=utf-8")]
    public Input<string> ContentType { get; set; } = null!;

    [Input("What the approval matrix asks for: {\"kind\":\"contract\",\"amount\":\"120000.00\",\"currency\":\"CNY\",\"departments\":[]}.")]
    public Input<object> DocumentMetadata { get; set; } = null!;

    [Input("Who wrote it, by id; the author's own approval does not count.")]
    public Input<string> Author { get; set; } = null!;

    [Output("{id, name, sha256, size, contentType, metadata}")]
    public Output Result { get; set; } = null!;

    // Files may call these inputs 'name' and 'metadata', although every activity has a name and the designer's metadata under these names.
    protected override void Bind(JsonObject json, ActivityReader reader)
    {
        DocumentName = Renamed(json, "name", "documentName") is { } name ? new Input<string> { Name = "documentName", Expression = name } : DocumentName;
        DocumentMetadata = Renamed(json, "metadata", "documentMetadata") is { } metadata
            ? new Input<object> { Name = "documentMetadata", Expression = metadata }
            : DocumentMetadata;
    }

    public override void Execute(ActivityContext context)
    {
        var name = TaskInputs.Text(context.Get(DocumentName)) ?? $"{DisplayName}.txt";
        if (context.Get(Content) is not { Length: > 0 } content)
        {
            throw new ActivityFault($"The content of the document '{name}' is empty. Give '{DisplayName}' a text.");
        }

        var metadata = Metadata(TaskInputs.Parsed(context.Get(DocumentMetadata)));
        if (TaskInputs.Text(context.Get(Author)) is { } author)
        {
            metadata["author"] = author;
        }

        var bytes = Encoding.UTF8.GetBytes(content);
        var contentType = TaskInputs.Text(context.Get(ContentType)) ?? "text/plain; charset=utf-8";
        if (contentType.Any(char.IsControl) || !contentType.Contains('/'))
        {
            throw new ActivityFault($"The content type '{contentType}' of '{DisplayName}' is none. Accepted is one such as text/plain; charset=utf-8.");
        }

        var stored = new StoreDocument(context.Ambient.NewId(), name, contentType, bytes, DocumentRelease.Sha256Of(bytes), metadata);
        context.Emit(stored);
        context.Set(Result, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = stored.Id,
            ["name"] = stored.Name,
            ["sha256"] = stored.Sha256,
            ["size"] = (long)bytes.Length,
            ["contentType"] = stored.ContentType,
            ["metadata"] = new Dictionary<string, object?>(metadata, StringComparer.Ordinal),
        });
        context.Complete();
    }

    private Dictionary<string, object?> Metadata(object? value) => value switch
    {
        null => new Dictionary<string, object?>(StringComparer.Ordinal),
        IReadOnlyDictionary<string, object?> map => new Dictionary<string, object?>(map, StringComparer.Ordinal),
        _ => throw new ActivityFault($"The metadata of '{DisplayName}' must be an object such as {{\"kind\":\"contract\"}}."),
    };

    private static Expression? Renamed(JsonObject json, string common, string own) =>
        !json.ContainsKey(own) && json[common] is JsonObject wrapped && wrapped.ContainsKey("typeName") && wrapped["expression"] is JsonObject expression
            ? ExpressionCompiler.Compile((string?)expression["type"], expression["value"])
            : null;
}
