namespace SalesProcess.Server.Cli;

/// <summary>What <c>run</c> prints: the instance that was started; lines and incidents of its children too.</summary>
internal static class RunReport
{
    public static Dictionary<string, object?> Of(MemoryHost host, MemoryInstance instance)
    {
        var state = instance.Read();
        return Map(
            ("status", state.Status.ToString()),
            ("subStatus", state.SubStatus.ToString()),
            ("output", state.Output),
            ("lines", host.Lines),
            ("incidents", host.Incidents(instance).Select(i => Map(("activityId", i.ActivityId), ("message", i.Message)))),
            ("bookmarks", state.Bookmarks.Select(b => Map(("activityId", b.ActivityId), ("name", b.Name), ("payload", b.Payload)))),
            ("journal", instance.Journal.Select(e => Map(("activityId", e.ActivityId), ("event", e.Event), ("outcomes", e.Outcomes)))));
    }

    private static Dictionary<string, object?> Map(params ReadOnlySpan<(string Key, object? Value)> pairs)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            map[key] = value;
        }

        return map;
    }
}
