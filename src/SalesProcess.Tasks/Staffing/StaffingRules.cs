using SalesProcess.Engine.Definitions;

namespace SalesProcess.Tasks.Staffing;

/// <summary>
/// Can a definition's tasks be staffed from the directory, with its separation of duties? An error if a task's own rules cannot be fulfilled by anybody, a
/// warning if only all rules of the definition together cannot, or if it depends on who starts the deal. Decided is what stands in the file: whom a script
/// names, the rest of the approval matrix, names of tasks in other definitions, and who is absent, are known at run time only.
/// </summary>
internal static class StaffingRules
{
    public static IEnumerable<Diagnostic> Check(WorkflowGraph graph, Directory directory)
    {
        var parts = new Parts(directory).Of(graph);
        var wrong = false;
        foreach (var part in parts)
        {
            IReadOnlyList<Part> concerned = [part, .. parts.Where(p => p != part && part.ApartFrom.Contains(p.Task, StringComparer.Ordinal))];
            if (StaffingSearch.Conflict(concerned) is { Count: > 0 } conflict)
            {
                wrong = true;
                yield return At(Severity.Error, "staffing-impossible", part, $"'{part.Task}' can never be staffed: {Told(conflict)}");
            }
            else if (part.NotInitiator && part.Slots.FirstOrDefault(s => s.People.Count == 1) is { } only)
            {
                yield return At(Severity.Warning, "staffing-narrow", part, $"'{part.Task}' must not be done by whoever started the deal, and {only.People[0]} is the only one who could: a deal that {only.People[0]} starts will stop there.");
            }
        }

        if (!wrong && StaffingSearch.Conflict(parts) is { Count: > 0 } together)
        {
            var part = parts.First(p => p.Slots.Contains(together[0]));
            yield return At(Severity.Warning, "staffing-tight", part, $"If all tasks of this definition are done in one deal, they cannot be staffed: {Told(together)}");
        }
    }

    private static string Told(IReadOnlyList<Slot> conflict)
    {
        var people = conflict.SelectMany(s => s.People).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var parts = string.Join("; ", conflict.Select(s => $"'{s.Task}' ({s.Who}): {(s.People.Count == 0 ? "nobody" : string.Join(", ", s.People))}"));
        return conflict.Count == 1
            ? $"{parts} is left in the directory. Name somebody else, or exclude fewer."
            : $"{parts}. These {conflict.Count} must be different people where the rules say so, and the directory has only {people.Count} for them ({string.Join(", ", people)}). Name more people, or loosen notCompletersOf, excludedUsers or the quorum.";
    }

    private static Diagnostic At(Severity severity, string code, Part part, string message) => new(severity, code, part.NodeId, part.ActivityId, message);
}
