using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Flowcharts;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Expressions;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks.Activities;
using SalesProcess.Tasks.Staffing;

namespace SalesProcess.Tasks;

/// <summary>What a definition with human tasks must fulfil before it is published: known forms and people, and no way to the customer around the approval.</summary>
public static class TaskDefinitionRules
{
    public static IEnumerable<Diagnostic> Validate(WorkflowGraph graph, Directory directory, Func<string, bool> isForm) =>
        graph.Activities.OrderBy(a => a.NodeId, StringComparer.Ordinal).SelectMany(activity => activity switch
        {
            HumanActivity human => CheckTask(human, directory, isForm),
            Flowchart flowchart => CheckSending(flowchart),
            SendDocumentActivity { Parent: not Flowchart } send => [NotApproved(send)],
            _ => [],
        }).Concat(StaffingRules.Check(graph, directory));

    private static IEnumerable<Diagnostic> CheckTask(HumanActivity activity, Directory directory, Func<string, bool> isForm)
    {
        if (Literal(activity.Form) is string { Length: > 0 } form && !isForm(form))
        {
            yield return At(activity, "form-unknown", $"There is no form '{form}': it would be the file forms/{form}.json.");
        }

        if (activity is UserTaskActivity task)
        {
            foreach (var group in Texts(task.CandidateGroups).Where(g => directory.FindGroup(g) is null))
            {
                yield return At(activity, "group-unknown", $"The group '{group}' is not in the directory. It has: {string.Join(", ", directory.Groups.Select(g => g.Id))}.");
            }

            foreach (var user in Texts(task.CandidateUsers).Where(u => directory.Find(u) is null))
            {
                yield return At(activity, "user-unknown", $"The person '{user}' is not in the directory.");
            }
        }
    }

    // Without the connections that leave an approval by Approve, no sending may be reachable.
    private static IEnumerable<Diagnostic> CheckSending(Flowchart flowchart)
    {
        var connections = flowchart.Connections.Where(c =>
            !(c.SourcePort == Ballot.Approve && flowchart.Activities.Exists(a => a.Id == c.Source && a is LegalApproval))).ToLookup(c => c.Source, c => c.Target, StringComparer.Ordinal);
        var open = new Queue<string>(flowchart.Activities.Where(a => a == flowchart.First || a.CanStartWorkflow).Select(a => a.Id));
        var seen = open.ToHashSet(StringComparer.Ordinal);
        while (open.TryDequeue(out var at))
        {
            foreach (var next in connections[at].Where(seen.Add))
            {
                open.Enqueue(next);
            }
        }

        return flowchart.Activities.Where(a => a is SendDocumentActivity && seen.Contains(a.Id)).Select(NotApproved);
    }

    private static Diagnostic NotApproved(Activity send) => At(
        send, "send-without-approval", $"'{send.DisplayName}' can be reached without a LegalApproval that ended with Approve. Put one before it on every way; the server would refuse to send all the same.");

    private static object? Literal(Input? input) => input?.Expression switch
    {
        LiteralExpression literal => literal.Value,
        ObjectExpression json when json.Check() is null && !string.IsNullOrWhiteSpace(json.Text) => ValueJson.Parse(json.Text),
        _ => null,
    };

    private static IEnumerable<string> Texts(Input? input) => TaskInputs.Parsed(Literal(input)) switch
    {
        string text => [text],
        List<object?> list => list.OfType<string>(),
        _ => [],
    };

    private static Diagnostic At(Activity activity, string code, string message) => new(Severity.Error, code, activity.NodeId, activity.Id, message);
}
