using SalesProcess.Engine.Execution;
using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

/// <summary>What a task says that somebody may do is what he may do: each verb is told exactly if trying it would change something.</summary>
public sealed class When_every_verb_is_tried_by_everybody_in_every_state
{
    private static readonly UserTask[] Tasks =
    [
        .. Enum.GetValues<TaskStatus>().SelectMany(status => (string?[])[null, "bob"], (status, assignee) => (Status: status, Assignee: assignee))
            .Where(s => s.Status is not TaskStatus.Ready || s.Assignee is null)
            .Where(s => s.Status is not (TaskStatus.Reserved or TaskStatus.InProgress or TaskStatus.Completed) || s.Assignee is not null)
            .SelectMany(s => (UserTask[])[Company.Task() with { SkipOutcome = "Skip" }, Company.Task() with { ExcludedUsers = ["bob", "anna"] }, Company.LegalVote()], In),
        Company.Task().ClaimedBy("carl") with { OnBehalfOf = "bob", Delegators = ["bob"] },
        Company.Task().ClaimedBy("anna") with { CandidateGroups = [], Team = null, Owner = null },
    ];

    private static readonly string[] People = [.. Company.Directory.People.Where(p => p.Id != "ada").Select(p => p.Id)];

    [Test]
    public void It_is_told_beforehand_what_would_be_accepted()
    {
        var wrong = new List<string>();
        foreach (var task in Tasks)
        {
            foreach (var actor in People.Select(p => Company.Actor(p) with { StandIns = p == "carl" ? [new StandIn("anna", ["sales-rep", "team-east"], "a1", [], [])] : [] }))
            {
                var told = TaskRules.AllowedActions(task, actor, Company.Directory, Company.Now);
                foreach (var (verb, attempts) in Attempts(task, actor))
                {
                    var changes = attempts.Any(decision => decision is TaskDecision.Accepted { Task: var after } && after.Revision != task.Revision);
                    if (told.Contains(verb) != changes)
                    {
                        wrong.Add($"{verb} by {actor.Id} on {task.Status} of {task.Assignee ?? "nobody"} ({task.Approver ?? string.Join(',', task.ExcludedUsers)}): told {told.Contains(verb)}, changes {changes}");
                    }
                }
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    private static UserTask In((TaskStatus Status, string? Assignee) state, UserTask task) => task with
    {
        Status = state.Status,
        Assignee = state.Assignee,
        StartedAt = state.Status == TaskStatus.InProgress ? Company.Now : null,
        CompletedBy = state.Status == TaskStatus.Completed ? "bob" : null,
    };

    private static IEnumerable<(string Verb, IEnumerable<TaskDecision> Attempts)> Attempts(UserTask task, Actor actor)
    {
        var (directory, now) = (Company.Directory, Company.Now.AddHours(1));
        yield return ("claim", [TaskRules.Claim(task, actor, directory, now)]);
        yield return ("start", [TaskRules.Start(task, actor, directory, now)]);
        yield return ("stop", [TaskRules.Stop(task, actor, directory, now)]);
        yield return ("complete", [TaskRules.Complete(task, actor, "Done", null, null, null, directory, new Ambient(now, 1))]);
        yield return ("skip", [TaskRules.Skip(task, actor, "Why.", directory, now)]);
        yield return ("release", [TaskRules.Release(task, actor, directory, now)]);
        yield return ("delegate", People.Select(p => TaskRules.Delegate(task, actor, p, directory, now)));
        yield return ("resolve", [TaskRules.Resolve(task, actor, directory, now)]);
        yield return ("forward", People.Select(p => TaskRules.Forward(task, actor, p, null, directory, now)));
        yield return ("assign", People.Select(p => TaskRules.Assign(task, actor, p, directory, now)));
        yield return ("suspend", [TaskRules.Suspend(task, actor, now.AddDays(1), directory, now)]);
        yield return ("resume", [TaskRules.Resume(task, actor, directory, now)]);
        yield return ("escalate", [TaskRules.Escalate(task, actor, directory, now)]);
        yield return ("change", [TaskRules.Change(task, actor, new TaskChange { Tags = new Given<IReadOnlyList<string>>(["new"]) }, directory, now)]);
        yield return ("recall", []);
    }
}
