using Microsoft.Extensions.Options;
using SalesProcess.Engine.Activities.Http;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Http;

/// <summary>The door for requests to HTTP endpoints of workflows: finds who is meant, wakes him, and waits for the response.</summary>
public sealed class EndpointService(
    InstanceRunner runner, DefinitionService definitions, Database database, Requesters requesters, IOptions<HttpOptions> options, TimeProvider clock)
{
    /// <summary>All paths with parameters.</summary>
    public IReadOnlyList<string> Paths() => database.Read(EndpointRows.Paths);

    /// <summary>The endpoints of a path and method; triggers go before bookmarks, as in Elsa.</summary>
    /// <param name="path">A path from <see cref="Paths"/>, or the address itself.</param>
    public IReadOnlyList<Endpoint> Find(string path, string method, string? instanceId, string? correlationId)
    {
        var hash = StimulusHash.Compute(HttpEndpoint.TypeName, HttpEndpoint.KeyOf(path, method));
        return database.Read<IReadOnlyList<Endpoint>>(session =>
        {
            var triggers = instanceId is null ? EndpointRows.Triggers(session, hash) : [];
            return triggers.Count > 0
                ? [.. triggers.Select(t => new Endpoint.Starts(t.VersionId, t.ActivityId, t.Rules))]
                : [.. EndpointRows.Bookmarks(session, hash, instanceId, correlationId).SelectMany(b => Waiting(b.InstanceId, b.BookmarkId))];
        });
    }

    /// <summary>Wakes who is meant, and waits for what is committed for the caller.</summary>
    public async Task<EndpointAnswer> DeliverAsync(Endpoint endpoint, IncomingRequest request, string? correlationId, CancellationToken aborted)
    {
        var id = runner.NewAmbient().NewId();
        var answer = requesters.Expect(id);
        try
        {
            var input = new Dictionary<string, object?>(StringComparer.Ordinal) { [HttpEndpoint.RequestKey] = (request with { Id = id }).ToStimulus() };
            if (await WakeAsync(endpoint, input, correlationId) is not { } instanceId)
            {
                return new EndpointAnswer.Gone();
            }

            return await answer.WaitAsync(endpoint.Rules.Timeout ?? options.Value.EndpointTimeout, clock, aborted) switch
            {
                Effect.AnswerRequest response => new EndpointAnswer.Response(instanceId, response),
                Effect.ReleaseRequest released => new EndpointAnswer.NoResponse(instanceId, released.SubStatus),
                var effect => throw new InvalidOperationException($"{effect.GetType().Name} is nothing for a caller."),
            };
        }
        catch (TimeoutException)
        {
            return new EndpointAnswer.TooLate();
        }
        catch (NotActivatedException refused)
        {
            return new EndpointAnswer.NotActivated(refused.Rule);
        }
        finally
        {
            requesters.Forget(id);
        }
    }

    private IEnumerable<Endpoint> Waiting(string instanceId, string bookmarkId) =>
        runner.Load(instanceId).State.FindBookmark(bookmarkId) is { } bookmark ? [new Endpoint.Resumes(instanceId, bookmarkId, EndpointRules.Read(bookmark.Payload))] : [];

    // What was begun for a caller goes on without him: so his leaving does not cancel it.
    private async Task<string?> WakeAsync(Endpoint endpoint, Dictionary<string, object?> input, string? correlationId)
    {
        switch (endpoint)
        {
            case Endpoint.Starts starts:
                var graph = definitions.Graph(starts.VersionId);
                var facts = new InstanceFacts(null, null, null, StageTitle.IdOf(graph.Definition));
                var instance = new NewInstance(runner.NewAmbient().NewId(), graph, input, facts, correlationId, Actor: null) { TriggerActivityId = starts.ActivityId };
                try
                {
                    await runner.StartAsync(instance, session => ActivationRules.Enforce(session, instance), CancellationToken.None);
                    return instance.Id;
                }
                catch (StaleException)
                {
                    return null;
                }

            case Endpoint.Resumes resumes:
                var outcome = await runner.ResumeAsync(resumes.InstanceId, resumes.BookmarkId, input, _ => { }, chain: 0, CancellationToken.None);
                return outcome is StepOutcome.Done ? resumes.InstanceId : null;
            default:
                throw new InvalidOperationException("An endpoint starts or resumes.");
        }
    }
}

/// <summary>Where a request goes.</summary>
public abstract record Endpoint(EndpointRules Rules)
{
    public sealed record Starts(string VersionId, string ActivityId, EndpointRules Rules) : Endpoint(Rules);

    public sealed record Resumes(string InstanceId, string BookmarkId, EndpointRules Rules) : Endpoint(Rules);
}

/// <summary>What a caller is told.</summary>
public abstract record EndpointAnswer
{
    public sealed record Response(string InstanceId, Effect.AnswerRequest Answer) : EndpointAnswer;

    /// <summary>The run is committed and wrote no response.</summary>
    public sealed record NoResponse(string InstanceId, WorkflowSubStatus SubStatus) : EndpointAnswer;

    /// <summary>It goes on, and the caller has waited long enough.</summary>
    public sealed record TooLate : EndpointAnswer;

    /// <summary>Somebody else was faster, or it has ended meanwhile.</summary>
    public sealed record Gone : EndpointAnswer;

    public sealed record NotActivated(ActivationRule Rule) : EndpointAnswer;
}
