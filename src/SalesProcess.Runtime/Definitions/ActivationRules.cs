using SalesProcess.Engine.Definitions;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime;

/// <summary>Whether one more instance of a definition may run. Asked inside the transaction that would start it, so of two at once one wins.</summary>
internal static class ActivationRules
{
    /// <exception cref="NotActivatedException">The rule speaks against it.</exception>
    public static void Enforce(Session session, NewInstance instance)
    {
        var definition = instance.Graph.Definition;
        var sql = definition.Options.Activation switch
        {
            ActivationRule.Singleton => "SELECT id FROM instances WHERE definition_id = $1 AND status = 'Running' AND $2 IS NOT NULL LIMIT 1",
            ActivationRule.CorrelatedSingleton => "SELECT id FROM instances WHERE definition_id = $1 AND status = 'Running' AND correlation_id IS $2 LIMIT 1",
            ActivationRule.Correlation => "SELECT id FROM instances WHERE $1 <> '' AND status = 'Running' AND correlation_id = $2 LIMIT 1",
            _ => null,
        };
        var correlationId = definition.Options.Activation == ActivationRule.Singleton ? "" : instance.CorrelationId;
        if (sql is not null && session.Find(sql, r => r.GetString(0), definition.DefinitionId, correlationId) is { } running)
        {
            throw new NotActivatedException(definition.Options.Activation!.Value, running);
        }
    }
}

/// <summary>A start that an activation rule does not let through.</summary>
internal sealed class NotActivatedException(ActivationRule rule, string runningId) : Exception($"{rule}: instance {runningId} runs.")
{
    public ActivationRule Rule => rule;

    public string RunningId => runningId;
}
