namespace SalesProcess.Engine.Execution;

/// <summary>Which method of an activity faulted, and with what it is to be called again. Kept with the faulted record, so that no answer of a person is lost.</summary>
internal sealed record Retried
{
    public const string Property = "_retry";

    public static readonly Retried Execution = new();

    public Bookmark? Bookmark { get; private init; }

    public IReadOnlyDictionary<string, object?>? Input { get; private init; }

    public string? ChildActivityId { get; private init; }

    public string? ChildRecordId { get; private init; }

    public object? ChildTag { get; private init; }

    public IReadOnlyList<string>? ChildOutcomes { get; private init; }

    public static Retried Resumption(Bookmark bookmark, IReadOnlyDictionary<string, object?> input) => new() { Bookmark = bookmark, Input = input };

    public static Retried Child(ActivityRecord child, IReadOnlyList<string>? outcomes) =>
        new() { ChildActivityId = child.Activity.Key, ChildRecordId = child.Id, ChildTag = child.Tag, ChildOutcomes = outcomes };

    public object? ToValue()
    {
        if (Bookmark is not null)
        {
            return new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["id"] = Bookmark.Id,
                ["name"] = Bookmark.Name,
                ["record"] = Bookmark.RecordId,
                ["activity"] = Bookmark.ActivityId,
                ["payload"] = Bookmark.Payload,
                ["created"] = Bookmark.CreatedAt,
                ["input"] = Input,
            };
        }

        return ChildActivityId is null ? null : new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["childActivity"] = ChildActivityId,
            ["childRecord"] = ChildRecordId,
            ["childTag"] = ChildTag,
            ["outcomes"] = ChildOutcomes?.Cast<object?>().ToList(),
        };
    }

    public static Retried FromValue(object? value)
    {
        if (value is not Dictionary<string, object?> map)
        {
            return Execution;
        }

        if (map.GetValueOrDefault("childActivity") is string childActivity)
        {
            return new Retried
            {
                ChildActivityId = childActivity,
                ChildRecordId = (string?)map["childRecord"],
                ChildTag = map["childTag"],
                ChildOutcomes = (map["outcomes"] as List<object?>)?.Select(o => (string)o!).ToList(),
            };
        }

        var bookmark = new Bookmark(
            (string)map["id"]!, (string)map["name"]!, (string)map["record"]!, (string)map["activity"]!, map["payload"], null, null, (DateTimeOffset)map["created"]!);
        return new Retried { Bookmark = bookmark, Input = (IReadOnlyDictionary<string, object?>)map["input"]! };
    }
}
