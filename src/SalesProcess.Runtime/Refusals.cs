using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime;

/// <summary>Refusals that concern instances and definitions.</summary>
internal static class Refusals
{
    /// <summary>The same for what does not exist and for what the caller may not see.</summary>
    public static Refusal NotFound() => new(RefusalCodes.NotFound, "There is nothing here that you can see.");

    public static Refusal Ended(InstanceState state) => new(
        RefusalCodes.ProcessEnded, $"The instance has ended ({state.SubStatus}).", Details: Details(("subStatus", state.SubStatus.ToString())));

    public static Refusal BusinessKeyInUse(string key, string definition, string? instanceId) => new(
        RefusalCodes.BusinessKeyInUse,
        $"An instance of '{definition}' with the business key '{key}' is still running.",
        Details: Details(("instanceId", instanceId)));

    public static Refusal NotActivated(string definition, ActivationRule rule, string? instanceId) => new(
        RefusalCodes.InstanceRunning,
        $"'{definition}' starts no second instance now: its activation strategy is {rule}, and one is still running.",
        Details: Details(("strategy", rule.ToString()), ("instanceId", instanceId)));

    /// <summary>Ended for good; a faulted instance is not, it can be retried.</summary>
    public static bool IsOver(InstanceState state) => state.Status == WorkflowStatus.Finished && state.SubStatus != WorkflowSubStatus.Faulted;

    private static Dictionary<string, object?> Details(params (string Key, object? Value)[] pairs) =>
        pairs.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
}
