using System.Text.Json.Nodes;

namespace SalesProcess.IntegrationTests.Trials;

/// <summary>One call of a race: who asked for what when, and what came of it. Begun and Ended count the same clock, so that "before" can be told.</summary>
internal sealed record RacingCall(long Begun, long Ended, string Person, string Verb, string TaskId, int Status, string? Code, long? Revision);

/// <summary>
/// Judges the recorded history of a race from outside: from what callers were answered, and from the events that can be read afterwards. It knows the rules of
/// the trial's definition on its own, and has no line in common with the service.
/// </summary>
internal static class SeparationChecker
{
    private static readonly string[] Decisions = ["complete", "recall"];

    /// <summary>Everything that must not have happened.</summary>
    /// <param name="calls">All calls of all clients.</param>
    /// <param name="instances">The events of each instance in order.</param>
    public static IReadOnlyList<string> Check(IReadOnlyList<RacingCall> calls, IReadOnlyList<IReadOnlyList<JsonNode>> instances) =>
        [.. Answers(calls), .. Reads(calls), .. Acts(calls, [.. instances.SelectMany(i => i)]), .. instances.SelectMany(Duties)];

    // To somebody who has it by then, a task cannot be delegated: that is lost as well.
    private static IEnumerable<string> Answers(IReadOnlyList<RacingCall> calls) =>
        calls.Where(c => c.Status is not (200 or 404 or 409) && c is not { Verb: "delegate", Code: "delegate-not-allowed" }).Select(c => $"{c} was neither done nor refused as a race is lost");

    // A read that begins after an act was answered shows that act or something newer.
    private static IEnumerable<string> Reads(IReadOnlyList<RacingCall> calls)
    {
        foreach (var task in calls.Where(c => c.Revision is not null).GroupBy(c => c.TaskId, StringComparer.Ordinal))
        {
            var acts = task.Where(c => c.Verb != "read").OrderBy(c => c.Ended).ToList();
            foreach (var read in task.Where(c => c.Verb == "read"))
            {
                var known = acts.TakeWhile(a => a.Ended < read.Begun).Select(a => a.Revision!.Value).DefaultIfEmpty(0).Max();
                if (read.Revision < known)
                {
                    yield return $"{read} shows revision {read.Revision}, though {known} was acknowledged before";
                }
            }
        }
    }

    // Each acknowledged decision stands in the record once, and none stands there that was not acknowledged.
    private static IEnumerable<string> Acts(IReadOnlyList<RacingCall> calls, IReadOnlyList<JsonNode> events)
    {
        var acknowledged = calls.Where(c => c.Status == 200 && Decisions.Contains(c.Verb)).CountBy(c => (c.TaskId, c.Verb, c.Person)).ToDictionary();
        var recorded = events.Where(e => Decisions.Contains(Text(e, "kind"))).CountBy(e => (Text(e, "taskId")!, Text(e, "kind")!, Text(e, "actor")!)).ToDictionary();
        return acknowledged.Keys.Union(recorded.Keys).Where(key => acknowledged.GetValueOrDefault(key) != recorded.GetValueOrDefault(key))
            .Select(key => $"{key} was acknowledged {acknowledged.GetValueOrDefault(key)} times and is recorded {recorded.GetValueOrDefault(key)} times");
    }

    // Whoever took part in the draft neither votes nor files, himself or by a deputy; nobody votes twice; a decision has an owner and is made once.
    private static IEnumerable<string> Duties(IReadOnlyList<JsonNode> events)
    {
        var tasks = new Dictionary<string, Standing>(StringComparer.Ordinal);
        var drafters = new HashSet<string>(StringComparer.Ordinal);
        var voters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var act in events.Where(e => Text(e, "taskId") is not null))
        {
            var id = Text(act, "taskId")!;
            var task = tasks.TryGetValue(id, out var known) ? known : tasks[id] = new Standing(tasks.Count == 0 ? "draft" : "later");
            var held = task.Assignee;
            task.Apply(act);
            switch (Text(act, "kind"))
            {
                case "delegate" when (held ?? Text(act, "actor")) is { } giver:
                    task.People.Add(giver);
                    break;
                case "complete":
                    string[] people = [Text(act, "actor")!, .. Text(act, "onBehalfOf") is { } principal ? [principal] : Array.Empty<string>(), .. task.People];
                    if (task.Decided)
                    {
                        yield return $"{id} was completed twice";
                    }

                    task.Decided = true;
                    if (task.Kind == "draft")
                    {
                        drafters = [.. people];
                    }
                    else
                    {
                        foreach (var drafter in people.Take(Text(act, "onBehalfOf") is null ? 1 : 2).Where(drafters.Contains))
                        {
                            yield return $"{drafter} took part in the draft and in {id}";
                        }

                        if (Text(act["changes"]!["action"]!, "to") is "Approve" or "Reject" && !voters.TryAdd(people[0], id))
                        {
                            yield return $"{people[0]} has voted with {id} and with {voters[people[0]]}";
                        }
                    }

                    break;
                case "recall":
                    if (!task.Decided)
                    {
                        yield return $"{id} was taken back without a decision";
                    }

                    task.Decided = false;
                    if (task.Kind == "draft")
                    {
                        drafters.Clear();
                        voters.Clear();
                    }
                    else
                    {
                        voters.Remove(voters.FirstOrDefault(v => v.Value == id).Key ?? "");
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private static string? Text(JsonNode json, string name) => json[name]?.ToString();

    private sealed class Standing(string kind)
    {
        public string Kind => kind;

        public string? Assignee { get; private set; }

        public HashSet<string> People { get; } = new(StringComparer.Ordinal);

        public bool Decided { get; set; }

        public void Apply(JsonNode act)
        {
            if (act["changes"]!["assignee"] is { } change)
            {
                Assignee = Text(change, "to");
            }
        }
    }
}
