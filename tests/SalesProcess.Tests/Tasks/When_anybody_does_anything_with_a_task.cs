using CsCheck;
using SalesProcess.Engine.Execution;
using SalesProcess.Tasks;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

/// <summary>Random people do random things in random order; what must never happen is checked after every step by rules of its own.</summary>
public sealed class When_anybody_does_anything_with_a_task
{
    private static readonly Gen<string> Person = OneOf([.. Company.Directory.People.Select(p => p.Id)]);
    private static readonly Gen<string> Group = OneOf([.. Company.Directory.Groups.Select(g => g.Id)]);

    private static readonly Gen<UserTask> Task = Gen.Select(Gen.Bool, Person.List[0, 3], Person, Gen.Bool).Select((isVote, excluded, assignee, isAssigned) =>
    {
        var task = (isVote ? Company.LegalVote() : Company.Task() with { SkipOutcome = "Skip" }) with { ExcludedUsers = excluded };
        return isAssigned && !isVote && !excluded.Contains(assignee, StringComparer.Ordinal) ? task.ClaimedBy(assignee) : task;
    });

    private static readonly Gen<(string Verb, string Actor, string User, string Group)> Step = Gen.Select(
        OneOf("claim", "release", "start", "stop", "delegate", "resolve", "assign", "skip", "forward", "forward-group", "suspend", "resume", "escalate", "complete"),
        Person, Person, Group);

    [Test]
    public void Duties_stay_separated_votes_stay_in_their_group_and_nobody_acts_on_what_he_cannot_see() =>
        Gen.Select(Task, Step.List[1, 25]).Sample(iter: 1000, assert: (first, steps) =>
        {
            var task = first;
            var at = Company.Now;
            foreach (var step in steps)
            {
                at = at.AddMinutes(30);
                var before = task;
                var saw = TaskRules.CanSee(task, Company.Actor(step.Actor), Company.Directory);
                var decision = Do(task, step, at);
                if (decision is TaskDecision.Refused refused)
                {
                    Assert.That(refused.Refusal.Code == RefusalCodes.NotFound, Is.EqualTo(!saw), step.ToString());
                    continue;
                }

                task = decision.Accepted();
                Check(before, task, step);
            }
        });

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static void Check(UserTask before, UserTask after, (string Verb, string Actor, string User, string Group) step)
    {
        var told = $"{step} made {after} of {before}";
        Assert.That(before.IsOpen, told);
        Assert.That(after.ExcludedUsers, Is.EqualTo(before.ExcludedUsers), told);
        Assert.That(after.ExcludedUsers, Has.No.Member(after.Assignee).And.No.Member(after.CompletedBy), told);
        Assert.That(after.Assignee is null, Is.EqualTo(after.Status == TaskStatus.Ready || (after.Status is TaskStatus.Suspended or TaskStatus.Obsolete && before.Assignee is null)), told);
        Assert.That(after.StartedAt is null || after.Assignee is not null, told);
        Assert.That(after.Status == TaskStatus.InProgress, Is.EqualTo(after.StartedAt is not null && after.Status is not (TaskStatus.Suspended or TaskStatus.Completed or TaskStatus.Obsolete)), told);
        Assert.That(after.Revision > before.Revision, Is.EqualTo(!ReferenceEquals(after, before)), told);
        if (!ReferenceEquals(before, after) && (step.Verb is "claim" or "start" or "complete" || step.Actor == "ada"))
        {
            Assert.That(IsNamed(before, step.Actor), told);
        }

        Assert.That(after.CandidateUsers.Count + after.CandidateGroups.Count + (after.Assignee is null ? 0 : 1), Is.GreaterThan(0), told);
        if (after.Approver is not null && after.Assignee is not null)
        {
            Assert.That(Company.Directory.Find(after.Assignee)!.Groups, Has.Member(after.Approver), told);
        }

        if (after.Status == TaskStatus.Completed)
        {
            Assert.That((after.CompletedBy, after.Assignee), Is.EqualTo((step.Actor, step.Actor)), told);
        }
    }

    private static bool IsNamed(UserTask task, string person) => task.Assignee == person || task.Delegators.Contains(person, StringComparer.Ordinal) || task.CandidateUsers.Contains(person, StringComparer.Ordinal)
        || Company.Directory.Find(person)!.Groups.Any(g => task.CandidateGroups.Contains(g, StringComparer.Ordinal));

    private static TaskDecision Do(UserTask task, (string Verb, string Actor, string User, string Group) step, DateTimeOffset now)
    {
        var actor = Company.Actor(step.Actor);
        return step.Verb switch
        {
            "claim" => TaskRules.Claim(task, actor, Company.Directory, now),
            "start" => TaskRules.Start(task, actor, Company.Directory, now),
            "stop" => TaskRules.Stop(task, actor, Company.Directory, now),
            "resolve" => TaskRules.Resolve(task, actor, Company.Directory, now),
            "assign" => TaskRules.Assign(task, actor, step.User, Company.Directory, now),
            "skip" => TaskRules.Skip(task, actor, "Not needed.", Company.Directory, now),
            "release" => TaskRules.Release(task, actor, Company.Directory, now),
            "delegate" => TaskRules.Delegate(task, actor, step.User, Company.Directory, now),
            "forward" => TaskRules.Forward(task, actor, step.User, null, Company.Directory, now),
            "forward-group" => TaskRules.Forward(task, actor, null, step.Group, Company.Directory, now),
            "suspend" => TaskRules.Suspend(task, actor, now.AddHours(1), Company.Directory, now),
            "resume" => TaskRules.Resume(task, actor, Company.Directory, now),
            "escalate" => TaskRules.Escalate(task, actor, Company.Directory, now),
            _ => TaskRules.Complete(task, actor, "Done", null, null, null, Company.Directory, new Ambient(now, 1)),
        };
    }
}
