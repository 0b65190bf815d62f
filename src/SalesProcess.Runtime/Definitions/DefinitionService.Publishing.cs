using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Definitions;

/// <summary>What makes a version the one that new instances start on: by hand, or from a file.</summary>
public sealed partial class DefinitionService
{
    /// <summary>Publishes the latest version; running instances stay on theirs.</summary>
    public async Task<Answer> PublishAsync(string definitionId, Caller caller, CancellationToken ct)
    {
        var answer = await queue.RunAsync(session => Recorded(session, definitionId, "publish", caller, () => Publish(session, definitionId, caller)), ct);
        ForgetPublished();
        return answer;
    }

    /// <summary>Takes a file in: a new published version, if its content differs from the published one.</summary>
    public async Task<IReadOnlyList<Diagnostic>> ImportAsync(WorkflowDefinition definition, CancellationToken ct)
    {
        var findings = Validate(definition);
        if (findings.Any(f => f.Severity == Severity.Error))
        {
            return findings;
        }

        await queue.RunAsync(
            session =>
            {
                var stored = session.Find(
                    "SELECT json FROM definitions WHERE definition_id = $1 AND is_published = 1", r => r.GetString(0), definition.DefinitionId);
                if (stored is null || !SameContent(stored, definition))
                {
                    Recorded(session, definition.DefinitionId, "import", caller: null, () =>
                    {
                        DefinitionVersions.SaveDraft(session, definition, clock.GetUtcNow(), anew: true);
                        return Publish(session, definition.DefinitionId, caller: null);
                    });
                }

                return true;
            },
            ct);
        ForgetPublished();
        return findings;
    }

    private Answer Publish(WriteSession session, string definitionId, Caller? caller)
    {
        if (DefinitionVersions.Latest(session, definitionId) is not { } definition)
        {
            return new Answer.Refused(Refusals.NotFound());
        }

        var findings = Publish(session, definition, caller);
        if (findings.Any(f => f.Severity == Severity.Error))
        {
            return new Answer.Refused(Invalid(findings));
        }

        caller?.Keep(session, definitionId, clock);
        return new Answer.Accepted(definitionId);
    }

    // With it the next versions of the definitions that follow it; a consumer that would be wrong with the new version stays on the old one.
    private IReadOnlyList<Diagnostic> Publish(WriteSession session, WorkflowDefinition definition, Caller? caller)
    {
        try
        {
            var (graph, kept) = Composites.Compile(session, definition, catalog);
            var findings = Findings(graph);
            if (findings.Any(f => f.Severity == Severity.Error))
            {
                return findings;
            }

            DefinitionVersions.Publish(session, definition, kept, clock.GetUtcNow());
            TriggerRows.Sync(session, graph, NewAmbient());
            foreach (var consumer in Composites.Consumers(session, definition))
            {
                var (consuming, _) = Composites.Compile(session, consumer, catalog);
                if (!Findings(consuming).Any(f => f.Severity == Severity.Error))
                {
                    Recorded(session, consumer.DefinitionId, "publish", caller, () =>
                    {
                        DefinitionVersions.SaveDraft(session, consumer, clock.GetUtcNow(), anew: true);
                        return Publish(session, DefinitionVersions.Latest(session, consumer.DefinitionId)!, caller);
                    });
                }
            }

            return findings;
        }
        catch (DefinitionException fault)
        {
            return fault.Findings;
        }
    }

    private static bool SameContent(string stored, WorkflowDefinition definition)
    {
        var published = DefinitionReader.Read(stored);
        var same = DefinitionWriter.ToJson(definition with { Id = published.Id, Version = published.Version, IsLatest = published.IsLatest, IsPublished = published.IsPublished });
        return JsonNode.DeepEquals(DefinitionWriter.ToJson(published), same);
    }
}
