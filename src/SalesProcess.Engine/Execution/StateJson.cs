using System.Text.Json;
using SalesProcess.Engine.Activities.Flowcharts;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Execution;

/// <summary>The stored form of an instance's state: one compact JSON document. Names are short because every run writes it.</summary>
public static class StateJson
{
    public static byte[] Write(InstanceState state)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, ValueJson.Writing))
        {
            WriteState(writer, state);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <param name="graph">The graph of the very definition version the state was written with.</param>
    public static InstanceState Read(ReadOnlyMemory<byte> json, WorkflowGraph graph)
    {
        using var document = JsonDocument.Parse(json);
        return ReadState(document.RootElement, graph);
    }

    private static void WriteState(Utf8JsonWriter writer, InstanceState state)
    {
        writer.WriteStartObject();
        writer.WriteString("id", state.Id);
        writer.WriteString("def", state.DefinitionId);
        writer.WriteString("ver", state.DefinitionVersionId);
        writer.WriteNumber("v", state.Version);
        writer.WriteString("root", state.RootId);
        Optional(writer, "parent", state.ParentId);
        Optional(writer, "answer", state.ParentBookmarkId);
        Optional(writer, "answers", (int)state.Answers);
        Optional(writer, "depth", state.Depth);
        Optional(writer, "flow", (int)state.FlowchartMode);
        Optional(writer, "corr", state.CorrelationId);
        Optional(writer, "name", state.Name);
        writer.WriteNumber("status", (int)state.Status);
        writer.WriteNumber("sub", (int)state.SubStatus);
        Optional(writer, "outcome", state.Outcome);
        Optional(writer, "requester", state.Requester);
        writer.WriteNumber("rec", state.NextRecord);
        writer.WriteNumber("seq", state.Sequence);
        writer.WriteString("created", state.CreatedAt);
        writer.WriteString("updated", state.UpdatedAt);
        if (state.FinishedAt is { } finished)
        {
            writer.WriteString("finished", finished);
        }

        Value(writer, "in", state.Input);
        Value(writer, "out", state.Output);
        Value(writer, "last", state.LastResult);
        Value(writer, "outputs", state.ActivityOutputs.ToDictionary(p => p.Key, p => (object?)p.Value, StringComparer.Ordinal));
        WriteList(writer, "records", state.Records, WriteRecord);
        WriteList(writer, "bookmarks", state.Bookmarks, WriteBookmark);
        WriteList(writer, "incidents", state.Incidents, WriteIncident);
        writer.WriteEndObject();
    }

    private static InstanceState ReadState(JsonElement json, WorkflowGraph graph)
    {
        var state = new InstanceState
        {
            Id = json.GetProperty("id").GetString()!,
            DefinitionId = json.GetProperty("def").GetString()!,
            DefinitionVersionId = json.GetProperty("ver").GetString()!,
            Version = json.GetProperty("v").GetInt32(),
            RootId = json.GetProperty("root").GetString()!,
            ParentId = Optional(json, "parent"),
            ParentBookmarkId = Optional(json, "answer"),
            Answers = (ChildAnswer)OptionalNumber(json, "answers"),
            Depth = OptionalNumber(json, "depth"),
            FlowchartMode = (FlowchartMode)OptionalNumber(json, "flow"),
            CorrelationId = Optional(json, "corr"),
            Name = Optional(json, "name"),
            Status = (WorkflowStatus)json.GetProperty("status").GetInt32(),
            SubStatus = (WorkflowSubStatus)json.GetProperty("sub").GetInt32(),
            Outcome = Optional(json, "outcome"),
            Requester = Optional(json, "requester"),
            NextRecord = json.GetProperty("rec").GetInt32(),
            Sequence = json.GetProperty("seq").GetInt64(),
            CreatedAt = json.GetProperty("created").GetDateTimeOffset(),
            UpdatedAt = json.GetProperty("updated").GetDateTimeOffset(),
            FinishedAt = json.TryGetProperty("finished", out var finished) ? finished.GetDateTimeOffset() : null,
            LastResult = ValueJson.ReadStored(json.GetProperty("last")),
        };
        Fill(state.Input, json.GetProperty("in"));
        Fill(state.Output, json.GetProperty("out"));
        foreach (var (activity, outputs) in Map(json.GetProperty("outputs")))
        {
            state.ActivityOutputs[activity] = (Dictionary<string, object?>)outputs!;
        }

        var records = new Dictionary<string, ActivityRecord>(StringComparer.Ordinal);
        foreach (var item in json.GetProperty("records").EnumerateArray())
        {
            var record = ReadRecord(item, graph, records);
            records.Add(record.Id, record);
            state.Add(record);
        }

        state.Bookmarks.AddRange(json.GetProperty("bookmarks").EnumerateArray().Select(ReadBookmark));
        state.Incidents.AddRange(json.GetProperty("incidents").EnumerateArray().Select(ReadIncident));
        return state;
    }

    private static void WriteRecord(Utf8JsonWriter writer, ActivityRecord record)
    {
        writer.WriteString("id", record.Id);
        writer.WriteString("a", record.Activity.Key);
        Optional(writer, "p", record.Parent?.Id);
        writer.WriteNumber("s", (int)record.Status);
        writer.WriteString("at", record.StartedAt);
        if (record.Tag is not null)
        {
            Value(writer, "tag", record.Tag);
        }

        if (record.Variables is not null)
        {
            Value(writer, "vars", record.Variables);
        }

        if (record.Properties.Count > 0)
        {
            Value(writer, "props", record.Properties);
        }

        if (record.Counters is { } counters)
        {
            writer.WriteStartArray("n");
            foreach (var counter in counters)
            {
                writer.WriteNumberValue(counter);
            }

            writer.WriteEndArray();
        }
    }

    private static ActivityRecord ReadRecord(JsonElement json, WorkflowGraph graph, Dictionary<string, ActivityRecord> records)
    {
        var record = new ActivityRecord
        {
            Id = json.GetProperty("id").GetString()!,
            Activity = graph.ByKey[json.GetProperty("a").GetString()!],
            Parent = Optional(json, "p") is { } parent ? records[parent] : null,
            Status = (ActivityStatus)json.GetProperty("s").GetInt32(),
            StartedAt = json.GetProperty("at").GetDateTimeOffset(),
            Tag = json.TryGetProperty("tag", out var tag) ? ValueJson.ReadStored(tag) : null,
            Variables = json.TryGetProperty("vars", out var variables) ? Map(variables) : null,
            Counters = json.TryGetProperty("n", out var counters) ? [.. counters.EnumerateArray().Select(n => n.GetInt32())] : null,
        };
        if (json.TryGetProperty("props", out var properties))
        {
            Fill(record.Properties, properties);
        }

        return record;
    }

    private static void WriteBookmark(Utf8JsonWriter writer, Bookmark bookmark)
    {
        writer.WriteString("id", bookmark.Id);
        writer.WriteString("name", bookmark.Name);
        writer.WriteString("r", bookmark.RecordId);
        writer.WriteString("a", bookmark.ActivityId);
        Value(writer, "payload", bookmark.Payload);
        Optional(writer, "hash", bookmark.Hash);
        if (bookmark.ResumeAt is { } resumeAt)
        {
            writer.WriteString("due", resumeAt);
        }

        writer.WriteString("at", bookmark.CreatedAt);
    }

    private static Bookmark ReadBookmark(JsonElement json) => new(
        json.GetProperty("id").GetString()!,
        json.GetProperty("name").GetString()!,
        json.GetProperty("r").GetString()!,
        json.GetProperty("a").GetString()!,
        ValueJson.ReadStored(json.GetProperty("payload")),
        Optional(json, "hash"),
        json.TryGetProperty("due", out var due) ? due.GetDateTimeOffset() : null,
        json.GetProperty("at").GetDateTimeOffset());

    private static void WriteIncident(Utf8JsonWriter writer, Incident incident)
    {
        writer.WriteString("a", incident.ActivityId);
        writer.WriteString("node", incident.NodeId);
        writer.WriteString("type", incident.ActivityType);
        writer.WriteString("r", incident.RecordId);
        writer.WriteString("message", incident.Message);
        writer.WriteString("at", incident.At);
        if (incident.IsStuck)
        {
            writer.WriteBoolean("stuck", true);
        }
    }

    private static Incident ReadIncident(JsonElement json) => new(
        json.GetProperty("a").GetString()!,
        json.GetProperty("node").GetString()!,
        json.GetProperty("type").GetString()!,
        json.GetProperty("r").GetString()!,
        json.GetProperty("message").GetString()!,
        json.GetProperty("at").GetDateTimeOffset(),
        json.TryGetProperty("stuck", out _));

    private static void WriteList<T>(Utf8JsonWriter writer, string name, List<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Value(Utf8JsonWriter writer, string name, object? value)
    {
        writer.WritePropertyName(name);
        ValueJson.WriteStored(writer, value);
    }

    private static void Optional(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void Optional(Utf8JsonWriter writer, string name, int number)
    {
        if (number != 0)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static int OptionalNumber(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    private static string? Optional(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static Dictionary<string, object?> Map(JsonElement json) => (Dictionary<string, object?>)ValueJson.ReadStored(json)!;

    private static void Fill(Dictionary<string, object?> target, JsonElement json)
    {
        foreach (var (key, value) in Map(json))
        {
            target[key] = value;
        }
    }
}
