using System.Collections.Concurrent;
using System.Text.Json;
using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Forms as the wire shows them: the schema without its blanks, and the order of its fields. Made once for each form.</summary>
internal sealed class FormTexts(CompanyRules rules)
{
    private readonly ConcurrentDictionary<string, (JsonText Schema, IReadOnlyList<string> Order, LocalizedText Title)> _known = new(StringComparer.Ordinal);

    public FormDto? Of(UserTask task, string language)
    {
        if (task.FormHash is null || rules.FormByHash(task.FormHash) is not { } form)
        {
            return task.Data is null ? null : new FormDto { Id = task.FormId, Data = new Plain(task.Data) };
        }

        var (schema, order, title) = Texts(form);
        return new FormDto
        {
            Id = task.FormId,
            Schema = schema,
            Ui = new FormUiDto { Title = title.For(language), Order = order },
            Data = form.Begin(task.Data) is { } data ? new Plain(data) : null,
        };
    }

    public JsonText Schema(TaskForm form) => Texts(form).Schema;

    private (JsonText Schema, IReadOnlyList<string> Order, LocalizedText Title) Texts(TaskForm form) => _known.GetOrAdd(form.Hash, _ =>
    {
        using var document = JsonDocument.Parse(form.Text);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Engine.Values.ValueJson.Writing))
        {
            document.RootElement.WriteTo(writer);
        }

        IReadOnlyList<string> order = document.RootElement.TryGetProperty("properties", out var fields) ? [.. fields.EnumerateObject().Select(f => f.Name)] : [];
        return (new JsonText(System.Text.Encoding.UTF8.GetString(stream.ToArray())), order, form.Title);
    });
}
