using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks;

public sealed class TaskForm
{
    private TaskForm(string id, string hash, string text)
    {
        Id = id;
        Hash = hash;
        Text = text;
    }

    public string Id { get; }

    /// <summary>SHA-256 of the text, lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>The JSON schema as its file states it.</summary>
    public string Text { get; }

    public static TaskForm Parse(string id, string json) => new(id, DocumentRelease.Sha256Of(System.Text.Encoding.UTF8.GetBytes(json)), json);

    public IReadOnlyList<FieldError> Validate(object? data, string? action, Ambient ambient) => throw new ActivityFault($"{Text}{data}{action}{ambient.Now}");

    public (object? Open, object? Secret) Split(object? data) => throw new ActivityFault($"{Text}{data}");
}
