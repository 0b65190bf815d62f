using SalesProcess.Tasks;
using Directory = SalesProcess.Tasks.Directory;
using TaskStatus = SalesProcess.Tasks.TaskStatus;

namespace SalesProcess.Tests.Tasks;

/// <summary>The people and tasks that the task tests speak about.</summary>
internal static class Company
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(8));

    public static readonly Directory Directory = Directory.Parse("""
        {
          "people": [
            {"id":"grace","name":"Grace","groups":["gm"]},
            {"id":"martin","name":"Martin","groups":["sales-manager","team-east"],"manager":"grace"},
            {"id":"anna","name":"Anna","groups":["sales-rep","team-east"],"manager":"martin"},
            {"id":"bob","name":"Bob","groups":["sales-rep","team-east"],"manager":"martin"},
            {"id":"sophie","name":"Sophie","groups":["sales-manager","team-south"],"manager":"grace"},
            {"id":"carl","name":"Carl","groups":["sales-rep","team-south"],"manager":"sophie"},
            {"id":"lena","name":"Lena","groups":["legal"],"manager":"grace"},
            {"id":"min","name":"Zhang Min","groups":["legal"],"manager":"grace"},
            {"id":"ada","name":"Ada","groups":["auditor"]},
            {"id":"root","name":"Root","groups":["admin"]}
          ],
          "groups": [
            {"id":"gm","title":"GM"},{"id":"sales-manager","title":"Sales managers"},{"id":"sales-rep","title":"Reps"},{"id":"legal","title":{"en":"Legal","zh":"法务"}},
            {"id":"team-east","title":"East"},{"id":"team-south","title":"South"},{"id":"auditor","title":"Audit"},{"id":"admin","title":"Admin"},{"id":"empty","title":"Empty"}
          ]
        }
        """);

    public static Actor Actor(string id) => Directory.ActorFor(id)!;

    /// <summary>A task open to the team in the east, for a deal of Anna's.</summary>
    public static UserTask Task(string name = "call-customer") => new()
    {
        Id = "t1",
        BookmarkId = "t1",
        InstanceId = "i1",
        RootId = "r1",
        ActivityId = "a1",
        DefinitionId = "d1",
        Name = name,
        Title = new LocalizedText("Call the customer", "联系客户"),
        CandidateGroups = ["team-east"],
        Actions = [new TaskAction("Done", new LocalizedText("Done", "完成")), new TaskAction("Skip", new LocalizedText("Skip", "跳过"))],
        Owner = "anna",
        Team = "team-east",
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    /// <summary>Legal's vote in an approval.</summary>
    public static UserTask LegalVote() => Task("approve-contract") with { CandidateGroups = ["legal"], Approver = "legal", VotingRound = "i1:7" };

    public static UserTask ClaimedBy(this UserTask task, string user) => task with { Assignee = user, Status = TaskStatus.Reserved, ReservedAt = Now };

    public static UserTask Accepted(this TaskDecision decision) => decision switch
    {
        TaskDecision.Accepted accepted => accepted.Task,
        TaskDecision.Refused refused => throw new AssertionException($"Refused: {refused.Refusal.Code} {refused.Refusal.Message}"),
        _ => throw new AssertionException("Neither accepted nor refused."),
    };

    public static Refusal Refused(this TaskDecision decision) => decision is TaskDecision.Refused refused
        ? refused.Refusal
        : throw new AssertionException("It was accepted.");
}
