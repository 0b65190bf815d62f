using SalesProcess.Runtime;

namespace SalesProcess.Server.Api;

/// <summary>What an item of a batch can do: the very handlers of the calls for one task.</summary>
internal static class BatchVerbs
{
    public const string Comment = "comment";

    public static readonly IReadOnlyDictionary<string, Func<string, Call, TaskService, Task<Reply>>> All =
        new Dictionary<string, Func<string, Call, TaskService, Task<Reply>>>(StringComparer.Ordinal)
        {
            ["claim"] = TaskVerbs.ClaimAsync,
            ["release"] = TaskVerbs.ReleaseAsync,
            ["start"] = TaskVerbs.StartAsync,
            ["stop"] = TaskVerbs.StopAsync,
            ["suspend"] = TaskVerbs.SuspendAsync,
            ["resume"] = TaskVerbs.ResumeAsync,
            ["escalate"] = TaskVerbs.EscalateAsync,
            ["delegate"] = TaskPassing.DelegateAsync,
            ["resolve"] = TaskPassing.ResolveAsync,
            ["forward"] = TaskPassing.ForwardAsync,
            ["assign"] = TaskPassing.AssignAsync,
            ["complete"] = TaskEnding.CompleteAsync,
            ["skip"] = TaskEnding.SkipAsync,
            ["recall"] = TaskEnding.RecallAsync,
            ["change"] = TaskChanging.ChangeAsync,
            [Comment] = TaskComments.AddAsync,
        };

    /// <summary>The verbs whose answer tells how the instance stands.</summary>
    public static bool Ends(string verb) => verb is "complete" or "skip";
}
