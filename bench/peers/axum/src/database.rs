//! The three statements on a pool of connections, or all on one connection that pipelines them.
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use std::{env, error::Error, fs, path::Path};
use tokio_postgres::{types::ToSql, Client, Config, NoTls, Row, Statement};

pub type Failure = Box<dyn Error + Send + Sync>;

#[derive(Clone, Copy)]
pub enum Query {
    Read,
    List,
    Create,
}

pub enum Database {
    Pool { pool: Pool, texts: [String; 3] },
    Pipeline { client: Client, statements: [Statement; 3] },
}

impl Database {
    pub async fn open(pipeline: bool) -> Result<Self, Failure> {
        let mut config = Config::new();
        config.host_path(env::var("PEER_SOCKET")?).user("kpa").dbname("kpa");
        let folder = env::var("PEER_STATEMENTS")?;
        let text = |name: &str| fs::read_to_string(Path::new(&folder).join(name));
        let texts = [text("read.sql")?, text("list.sql")?, text("create.sql")?];
        if !pipeline {
            let recycling_method = RecyclingMethod::Fast;
            let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method });
            let pool = Pool::builder(manager)
                .max_size(env::var("PEER_CONNECTIONS")?.parse()?)
                .build()?;
            return Ok(Database::Pool { pool, texts });
        }
        let (client, connection) = config.connect(NoTls).await?;
        tokio::spawn(connection);
        let [read, list, create] = &texts;
        let statements = [
            client.prepare(read).await?,
            client.prepare(list).await?,
            client.prepare(create).await?,
        ];
        Ok(Database::Pipeline { client, statements })
    }

    pub async fn query(&self, query: Query, values: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, Failure> {
        let place = query as usize;
        match self {
            Database::Pool { pool, texts } => {
                let client = pool.get().await?;
                let statement = client.prepare_cached(&texts[place]).await?;
                Ok(client.query(&statement, values).await?)
            }
            Database::Pipeline { client, statements } => Ok(client.query(&statements[place], values).await?),
        }
    }
}
