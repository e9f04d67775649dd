using System.Diagnostics;
using GenesysAttachments.Queue.Errors;
using GenesysAttachments.Queue.Reading;
using GenesysAttachments.Queue.Tests.Postgres;

namespace GenesysAttachments.Queue.Tests.Working;

/// <summary>Keeps so many worker processes at work, and kills and freezes them and crashes their database, at random, until the work is done.</summary>
internal sealed class Trouble(PostgresServer server, Workshop shop, int workers, int requestsPerMinute)
{
    private readonly List<WorkerProcess> _workers = [];
    private readonly int _seed = Environment.TickCount;
    private string _said = "";

    public int Kills { get; private set; }

    public int Freezes { get; private set; }

    public int Crashes { get; private set; }

    public TimeSpan Lasted { get; private set; }

    /// <summary>Makes trouble, and ends when nothing is open any more.</summary>
    public async Task<Trouble> MakeAsync(int kills, int freezes, int crashes, TimeSpan over)
    {
        var (random, clock) = (new Random(_seed), Stopwatch.StartNew());
        var plan = Enumerable.Repeat('k', kills).Concat(Enumerable.Repeat('f', freezes)).Concat(Enumerable.Repeat('c', crashes)).ToArray();
        random.Shuffle(plan);
        try
        {
            for (var next = 0; next < plan.Length; next++)
            {
                await Task.Delay(over / plan.Length * (0.5 + random.NextDouble()));
                await FillAsync();
                var victim = _workers[random.Next(_workers.Count)];
                switch (plan[next])
                {
                    case 'k':
                        victim.Kill();
                        Kills++;
                        break;
                    case 'f':
                        Freezes++;
                        _ = victim.FreezeAsync(shop.Rig.Database.Times.Lease * 2);
                        break;
                    default:
                        Crashes++;
                        await server.CrashAsync();
                        break;
                }
            }

            while (await OpenAsync() > 0)
            {
                await FillAsync();
                await Task.Delay(200);
                Assert.True(clock.Elapsed < over + TimeSpan.FromSeconds(60), $"{await OpenAsync()} items are still open. {this} {_said}");
            }

            Lasted = clock.Elapsed;
            return this;
        }
        finally
        {
            _workers.ForEach(worker => worker.Dispose());
        }
    }

    public override string ToString() => $"Seed {_seed}, {Kills} kills, {Freezes} freezes, {Crashes} crashes in {Lasted.TotalSeconds:0} s.";

    // Whoever is gone is started again, as a service would.
    private async Task FillAsync()
    {
        foreach (var gone in _workers.Where(worker => worker.HasEnded).ToList())
        {
            var (code, said) = await gone.EndAsync();
            _said = code == 137 ? _said : $"{code}: {said}";
            _workers.Remove(gone);
        }

        while (_workers.Count < workers)
        {
            _workers.Add(WorkerProcess.Start(shop, server.ConnectionString, requestsPerMinute));
        }
    }

    // Connections that lay idle while the database crashed are found out one by one.
    private async Task<long> OpenAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return (await new QueueReader(shop.Rig.Database).ReadClientsAsync()).Sum(client => client.Queued + client.Sending);
            }
            catch (QueueException away) when (away.CanRetry && attempt < 20)
            {
                await Task.Delay(100);
            }
        }
    }
}
