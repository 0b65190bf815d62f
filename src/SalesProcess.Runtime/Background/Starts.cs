using Microsoft.Extensions.Hosting;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Background;

/// <summary>Brings the database up to date before anything else starts.</summary>
internal sealed class StorageStart(Database database) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => database.MigrateAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Indexes the tasks that were there before they could be searched.</summary>
internal sealed class SearchStart(CommitQueue queue, CompanyRules rules) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (await queue.RunAsync(session => SearchRows.Fill(session, rules), cancellationToken))
        {
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Lays the tasks into the boxes of the people as they are now, if they have changed.</summary>
internal sealed class BoxesStart(CommitQueue queue, CompanyRules rules) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (await queue.RunAsync(session => session.Boxes.Fill(rules.Directory), cancellationToken))
        {
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Takes in the workflows folder before the first request.</summary>
internal sealed class DefinitionsStart(WorkflowFolderImport import, DefinitionService definitions) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await import.RunAsync(cancellationToken);
        await definitions.IndexTriggersAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
