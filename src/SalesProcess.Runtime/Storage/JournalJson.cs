using System.Text;
using System.Text.Json;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Runtime.Storage;

/// <summary>Journal rows: the stimulus and the entries of one run, complete enough to run it again.</summary>
public static class JournalJson
{
    public static string Stimulus(Stimulus stimulus)
    {
        var map = Kind(stimulus);
        if (stimulus.Chain > 0)
        {
            map["chain"] = (long)stimulus.Chain;
        }

        return ValueJson.Stored(map);
    }

    private static Dictionary<string, object?> Kind(Stimulus stimulus) => stimulus switch
    {
        Stimulus.Start start => Map("start", ("input", start.Input), ("trigger", start.TriggerActivityId)),
        Stimulus.Resume resume => Map("resume", ("bookmark", resume.BookmarkId), ("input", resume.Input)),
        Stimulus.Cancel cancel => Map("cancel", ("reason", cancel.Reason)),
        Stimulus.Recall recall => Map("recall", ("bookmark", recall.BookmarkId)),
        _ => Map("retry"),
    };

    /// <exception cref="InvalidDataException">The text is no stimulus.</exception>
    public static Stimulus ReadStimulus(string json)
    {
        var map = (Dictionary<string, object?>)ValueJson.ParseStored(json)!;
        Stimulus stimulus = map["kind"] switch
        {
            "start" => new Stimulus.Start((Dictionary<string, object?>)map["input"]!, (string?)map["trigger"]),
            "resume" => new Stimulus.Resume((string)map["bookmark"]!, (Dictionary<string, object?>)map["input"]!),
            "cancel" => new Stimulus.Cancel((string?)map["reason"]),
            "retry" => new Stimulus.Retry(),
            "recall" => new Stimulus.Recall((string)map["bookmark"]!),
            var kind => throw new InvalidDataException($"'{kind}' is no stimulus."),
        };
        return stimulus with { Chain = map.GetValueOrDefault("chain") is long chain ? (int)chain : 0 };
    }

    public static string Entries(IReadOnlyList<JournalEntry> entries)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, ValueJson.Writing))
        {
            writer.WriteStartArray();
            foreach (var entry in entries)
            {
                Write(writer, entry);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static IReadOnlyList<JournalEntry> ReadEntries(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static void Write(Utf8JsonWriter writer, JournalEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteNumber("n", entry.Sequence);
        writer.WriteString("r", entry.RecordId);
        if (entry.ParentRecordId is { } parent)
        {
            writer.WriteString("p", parent);
        }

        writer.WriteString("a", entry.ActivityId);
        writer.WriteString("node", entry.NodeId);
        writer.WriteString("type", entry.ActivityType);
        writer.WriteString("e", entry.Event);
        writer.WriteString("at", entry.At);
        if (entry.Outcomes is { } outcomes)
        {
            writer.WritePropertyName("out");
            ValueJson.WriteStored(writer, outcomes);
        }

        if (entry.Inputs is { } inputs)
        {
            writer.WritePropertyName("in");
            ValueJson.WriteStored(writer, inputs);
        }

        if (entry.Outputs is { } outputs)
        {
            writer.WritePropertyName("res");
            ValueJson.WriteStored(writer, outputs);
        }

        if (entry.Message is { } message)
        {
            writer.WriteString("m", message);
        }

        writer.WriteEndObject();
    }

    private static JournalEntry Read(JsonElement json) => new(
        json.GetProperty("n").GetInt64(),
        json.GetProperty("r").GetString()!,
        json.TryGetProperty("p", out var parent) ? parent.GetString() : null,
        json.GetProperty("a").GetString()!,
        json.GetProperty("node").GetString()!,
        json.GetProperty("type").GetString()!,
        json.GetProperty("e").GetString()!,
        json.GetProperty("at").GetDateTimeOffset(),
        json.TryGetProperty("out", out var outcomes) ? [.. outcomes.EnumerateArray().Select(o => o.GetString()!)] : null,
        json.TryGetProperty("in", out var inputs) ? (Dictionary<string, object?>)ValueJson.ReadStored(inputs)! : null,
        json.TryGetProperty("res", out var outputs) ? (Dictionary<string, object?>)ValueJson.ReadStored(outputs)! : null,
        json.TryGetProperty("m", out var message) ? message.GetString() : null);

    private static Dictionary<string, object?> Map(string kind, params (string Key, object? Value)[] pairs)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal) { ["kind"] = kind };
        foreach (var (key, value) in pairs)
        {
            map[key] = value;
        }

        return map;
    }
}
